import Testing

@testable import Events

/// A text with something secret in it, what must be gone from it, and why.
struct Canary: Sendable, CustomTestStringConvertible {
    var text: String
    var secret: String
    var kind: RedactionKind

    init(_ text: String, _ secret: String, _ kind: RedactionKind) {
        self.text = text
        self.secret = secret
        self.kind = kind
    }

    var testDescription: String { text }
}
