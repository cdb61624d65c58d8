/// Cuts a stream of bytes into lines.
package struct LineBuffer: Sendable {
    private var pending: [UInt8] = []

    package init() {}

    /// Bytes of the line that is not complete yet.
    package var pendingCount: Int { pending.count }

    /// The lines that are complete with `bytes`, without their line feed.
    package mutating func append(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        pending += bytes
        var pieces = pending.split(separator: 0x0A, omittingEmptySubsequences: false)
        let rest = pieces.removeLast()
        if pieces.isEmpty { return [] }
        pending = Array(rest)
        return pieces.filter { !$0.isEmpty }
    }
}
