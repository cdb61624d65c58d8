import Digests
package import RunState

/// Digests in the place of command lines, keyed per scope: a short one could be guessed otherwise.
/// Equal ones can be told to be equal, and nothing else.
package struct CommandDigest: Sendable {
    private let key: [UInt8]?

    /// - Parameter scope: has its folder already; the key is made with the first digest's maker.
    package init(_ scope: ScopeLayout) {
        // Without a key there is no digest, and still no command line.
        key = try? scope.digestKey()
    }

    /// 32 hex digits; `unknown` where the key can't be read.
    package func of(_ words: String) -> String {
        guard let key else { return "unknown" }
        return Hex.encode(HMAC.sha256(key: key, message: Array(words.utf8)).prefix(16))
    }
}
