/// Bytes of a text that must go, and why.
struct RedactionFinding: Equatable {
    var range: Range<Int>
    var kind: RedactionKind
}
