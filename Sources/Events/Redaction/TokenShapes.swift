/// Tokens that vendors gave a form of their own.
enum TokenShapes {
    /// The token that begins at `index`, if one does.
    static func match(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        let found: (Int, RedactionKind)? =
            switch text[index] {
            case UInt8(ascii: "A"): aws(text, index) ?? google(text, index)
            case UInt8(ascii: "g"): github(text, index) ?? gitlab(text, index)
            case UInt8(ascii: "x"): slack(text, index)
            case UInt8(ascii: "h"): slackHook(text, index)
            case UInt8(ascii: "s"): stripe(text, index) ?? openAI(text, index)
            case UInt8(ascii: "r"): stripe(text, index)
            case UInt8(ascii: "w"): webhook(text, index)
            case UInt8(ascii: "n"): npm(text, index)
            case UInt8(ascii: "S"): sendGrid(text, index)
            case UInt8(ascii: "e"): jwt(text, index)
            default: nil
            }
        return found.map { RedactionFinding(range: index..<$0.0, kind: $0.1) }
    }

    private static let awsPrefixes: [StaticString] = [
        "AKIA", "ASIA", "AGPA", "AIDA", "AROA", "AIPA", "ANPA", "ANVA", "ABIA", "ACCA",
    ]

    private static func aws(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        guard text.isWordStart(index), awsPrefixes.contains(where: { text.has($0, at: index) })
        else { return nil }
        let end = text.end(from: index + 4) { $0.isUpper || $0.isDigit }
        guard end - index >= 20, end - index <= 32, text.isWordEnd(end) else { return nil }
        return (end, .awsKey)
    }

    private static func google(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        run(text, index, "AIza", atLeast: 30, .vendorToken)
    }

    private static func github(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        if let found = run(text, index, "github_pat_", atLeast: 20, .githubToken) { return found }
        guard text.at(index + 1) == UInt8(ascii: "h"), text.at(index + 3) == UInt8(ascii: "_"),
            let kind = text.at(index + 2), "pousr".utf8.contains(kind)
        else { return nil }
        let end = text.end(from: index + 4, while: \.isAlphanumeric)
        return end - index >= 24 ? (end, .githubToken) : nil
    }

    private static func gitlab(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        run(text, index, "glpat-", atLeast: 16, .vendorToken)
    }

    private static func slack(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        if let found = run(text, index, "xapp-", atLeast: 16, .slackToken) { return found }
        guard text.has("xox", at: index), let kind = text.at(index + 3), kind.isLower,
            text.at(index + 4) == UInt8(ascii: "-") || text.at(index + 4) == UInt8(ascii: ".")
        else { return nil }
        let end = text.end(from: index + 5) { $0.isToken || $0 == UInt8(ascii: ".") }
        return end - index >= 15 ? (end, .slackToken) : nil
    }

    private static func slackHook(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        let prefix: StaticString = "hooks.slack.com/services/"
        guard text.has(prefix, at: index) else { return nil }
        let end = text.end(from: index + prefix.utf8CodeUnitCount) {
            $0.isToken || $0 == UInt8(ascii: "/")
        }
        return end - index >= 40 ? (end, .slackToken) : nil
    }

    private static func stripe(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        guard text.has("k_live_", at: index + 1) || text.has("k_test_", at: index + 1) else {
            return nil
        }
        let end = text.end(from: index + 8, while: \.isWord)
        return end - index >= 18 ? (end, .stripeKey) : nil
    }

    private static func webhook(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        run(text, index, "whsec_", atLeast: 16, .stripeKey)
    }

    private static func openAI(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        guard text.isWordStart(index),
            let found = run(text, index, "sk-", atLeast: 24, .vendorToken),
            text[index..<found.0].contains(where: \.isDigit)
        else { return nil }
        return found
    }

    private static func npm(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        text.isWordStart(index) ? run(text, index, "npm_", atLeast: 30, .vendorToken) : nil
    }

    private static func sendGrid(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        guard text.isWordStart(index), text.has("SG.", at: index) else { return nil }
        let middle = text.end(from: index + 3, while: \.isToken)
        guard middle - index >= 19, text.at(middle) == UInt8(ascii: ".") else { return nil }
        let end = text.end(from: middle + 1, while: \.isToken)
        return end - middle >= 20 ? (end, .vendorToken) : nil
    }

    /// A JSON Web Token, also one whose signature was cut off.
    private static func jwt(_ text: [UInt8], _ index: Int) -> (Int, RedactionKind)? {
        guard text.has("eyJ", at: index), text.isWordStart(index) else { return nil }
        let header = text.end(from: index, while: \.isToken)
        guard header - index >= 12, text.at(header) == UInt8(ascii: ".") else { return nil }
        let payload = text.end(from: header + 1, while: \.isToken)
        guard payload - header >= 6 else { return nil }
        guard text.at(payload) == UInt8(ascii: ".") else { return (payload, .jwt) }
        return (text.end(from: payload + 1, while: \.isToken), .jwt)
    }

    private static func run(
        _ text: [UInt8], _ index: Int, _ prefix: StaticString, atLeast least: Int,
        _ kind: RedactionKind
    ) -> (Int, RedactionKind)? {
        guard text.has(prefix, at: index) else { return nil }
        let start = index + prefix.utf8CodeUnitCount
        let end = text.end(from: start, while: \.isToken)
        return end - start >= least ? (end, kind) : nil
    }
}
