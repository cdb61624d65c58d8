import Glibc
import Synchronization

/// Blocking work side by side, each piece on a thread of its own; nothing of it touches the
/// cooperative pool, so that it may be called from anywhere.
package enum SideBySide {
    /// One piece of work.
    package struct Piece<Value: Sendable>: Sendable {
        /// Milliseconds that it is waited for; nil waits for ever.
        let deadline: Int?
        let body: @Sendable () -> Value

        package init(deadline: Int? = nil, _ body: @escaping @Sendable () -> Value) {
            self.deadline = deadline
            self.body = body
        }
    }

    /// What each piece returned, in their order; nil for one that missed its deadline. Such a one
    /// goes on in its thread, unheard.
    package static func run<Value: Sendable>(
        _ pieces: [Piece<Value>]
    ) throws(SystemError) -> [Value?] {
        let pipe = try Descriptor.pipe()
        let results = Results<Value>(pieces.count, telling: pipe)
        let began = Clock.system.monotonic()
        for (index, piece) in pieces.enumerated() {
            try Thread.detach { results.set(index, piece.body()) }
        }
        while let left = results.patience(pieces, since: began) {
            var polled = pollfd(fd: pipe.reading.raw, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, left) > 0 else { continue }
            var byte: UInt8 = 0
            _ = read(pipe.reading.raw, &byte, 1)  // only the waking matters
        }
        return results.all
    }
}

/// What came so far; each one that comes is told with a byte.
private final class Results<Value: Sendable>: Sendable {
    private let values: Mutex<[Value?]>
    /// Both ends: one that comes after its deadline still finds a reader.
    private let pipe: (reading: Descriptor, writing: Descriptor)

    init(_ count: Int, telling pipe: (reading: Descriptor, writing: Descriptor)) {
        values = Mutex(Array(repeating: nil, count: count))
        self.pipe = pipe
    }

    var all: [Value?] { values.withLock { $0 } }

    func set(_ index: Int, _ value: Value) {
        values.withLock { $0[index] = value }
        var byte: UInt8 = 0
        _ = write(pipe.writing.raw, &byte, 1)  // fewer than a pipe holds
    }

    /// Milliseconds until the next deadline of one that is still waited for, -1 where none has one;
    /// nil where nothing is waited for.
    func patience(_ pieces: [SideBySide.Piece<Value>], since began: UInt64) -> Int32? {
        let values = all
        let elapsed = Int((Clock.system.monotonic() - began) / 1_000_000)
        let open = pieces.indices.filter { index in
            values[index] == nil && pieces[index].deadline.map { $0 > elapsed } ?? true
        }
        guard !open.isEmpty else { return nil }
        let next = open.compactMap { pieces[$0].deadline }.min()
        return next.map { Int32(clamping: $0 - elapsed) } ?? -1
    }
}
