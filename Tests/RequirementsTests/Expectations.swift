import Digests
import Testing
import Vocabulary

/// Expects a `Failure` of that code and returns it.
@discardableResult
func expect(
    failing code: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> some Any
) async -> Failure? {
    do {
        _ = try await body()
        Issue.record("expected \(code), and nothing failed", sourceLocation: sourceLocation)
        return nil
    } catch {
        let failure = Failure(error)
        #expect(failure.code == code, "\(failure)", sourceLocation: sourceLocation)
        return failure
    }
}

enum Base64Text {
    static func decode(_ text: String) -> [UInt8]? { Base64.decode(text) }
}
