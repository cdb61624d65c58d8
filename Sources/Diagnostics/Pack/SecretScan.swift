/// Looks for many values at once in bytes that come piece by piece.
///
/// One look at each byte: two of the bytes that begin a value say whether any can begin there, so
/// that a few megabytes take milliseconds however many values there are.
struct SecretScan {
    /// Values by their first four bytes.
    private var values: [UInt32: [[UInt8]]] = [:]
    /// Which two bytes begin a value.
    private var begins = [Bool](repeating: false, count: 65_536)
    private let longest: Int
    private var tail: [UInt8] = []

    /// What is shorter is no secret that can be told from ordinary text.
    static let shortest = 4

    init(_ values: some Sequence<[UInt8]>) {
        var longest = 0
        for value in Set(values) where value.count >= Self.shortest {
            longest = max(longest, value.count)
            self.values[Self.key(value[0], value[1], value[2], value[3]), default: []].append(value)
            begins[Int(value[0]) << 8 | Int(value[1])] = true
        }
        self.longest = longest
    }

    /// Whether a value is in this piece, or begins in one before and ends in this one.
    mutating func finds(in piece: ArraySlice<UInt8>) -> Bool {
        guard longest > 0 else { return false }
        tail += piece
        defer { tail.removeFirst(max(0, tail.count - longest + 1)) }
        return tail.withUnsafeBufferPointer(isHit)
    }

    /// What came before does not go on.
    mutating func reset() { tail = [] }

    private func isHit(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= Self.shortest else { return false }
        for index in 0...(bytes.count - Self.shortest)
        where begins[Int(bytes[index]) << 8 | Int(bytes[index + 1])] {
            let key = Self.key(
                bytes[index], bytes[index + 1], bytes[index + 2], bytes[index + 3])
            guard let candidates = values[key] else { continue }
            for value in candidates where value.count <= bytes.count - index {
                if value.indices.allSatisfy({ bytes[index + $0] == value[$0] }) { return true }
            }
        }
        return false
    }

    private static func key(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt32 {
        UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
    }
}
