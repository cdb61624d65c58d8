/// The header of one regular file in a tar archive (POSIX ustar, with a pax record where the name
/// does not fit), with nothing in it that differs from run to run: no time, no owner, mode 0600.
struct TarHeader: Equatable {
    static let block = 512

    var name: String
    /// Bytes.
    var size: Int

    /// Whole blocks, to stand before the content.
    var bytes: [UInt8] {
        guard name.utf8.count > Self.nameLength else { return ustar(name, size: size, kind: "0") }
        let record = paxRecord
        // What doesn't know pax takes a name of ASCII from here.
        return ustar("pax/path", size: record.count, kind: "x") + record
            + Self.padding(after: record.count) + ustar("pax/content", size: size, kind: "0")
    }

    /// The zeros that fill the last block of a content of that size.
    static func padding(after size: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (block - size % block) % block)
    }

    /// What ends an archive.
    static let end = [UInt8](repeating: 0, count: 2 * block)

    private static let nameLength = 100

    /// `<length> path=<name>\n`, where the length counts its own digits.
    private var paxRecord: [UInt8] {
        let rest = " path=" + name + "\n"
        var length = rest.utf8.count
        while String(length).utf8.count + rest.utf8.count != length {
            length = String(length).utf8.count + rest.utf8.count
        }
        return Array((String(length) + rest).utf8)
    }

    private func ustar(_ name: String, size: Int, kind: Character) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put(name, at: 0)
        put("0000600\0" + "0000000\0" + "0000000\0", at: 100)
        put(Self.octal(size, digits: 11) + "\0" + Self.octal(0, digits: 11) + "\0", at: 124)
        put("        ", at: 148)
        put(String(kind), at: 156)
        put("ustar\0" + "00", at: 257)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(Self.octal(sum, digits: 6) + "\0 ", at: 148)
        return header
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
