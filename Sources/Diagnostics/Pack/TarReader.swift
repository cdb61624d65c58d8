import Vocabulary

/// Finds the files in a tar stream that comes piece by piece; of the forms of tar it knows those that
/// `TarHeader` writes.
struct TarReader {
    /// The file whose content comes now.
    private(set) var name = ""
    private var header: [UInt8] = []
    /// Bytes of content, then of padding, that are still to come.
    private var content = 0
    private var padding = 0
    private var pax: [UInt8]?
    private var paxName: String?

    /// - Parameter body: gets each piece of content with the name of its file.
    mutating func read(
        _ piece: ArraySlice<UInt8>, _ body: (String, ArraySlice<UInt8>) throws -> Void
    ) throws {
        var rest = piece
        while !rest.isEmpty {
            if content > 0 {
                let part = rest.prefix(content)
                content -= part.count
                rest = rest.dropFirst(part.count)
                if pax != nil { pax? += part } else { try body(name, part) }
                if content == 0 { endContent() }
            } else if padding > 0 {
                let skipped = min(padding, rest.count)
                padding -= skipped
                rest = rest.dropFirst(skipped)
            } else {
                let part = rest.prefix(TarHeader.block - header.count)
                header += part
                rest = rest.dropFirst(part.count)
                if header.count == TarHeader.block { try begin() }
            }
        }
    }

    private mutating func begin() throws {
        defer { header = [] }
        if header.allSatisfy({ $0 == 0 }) { return }
        guard let size = Int(text(124, 11), radix: 8) else {
            throw Failure("pack.compression", "the archive could not be read back")
        }
        let isPax = header[156] == UInt8(ascii: "x")
        if isPax { pax = [] } else { name = paxName ?? text(0, 100) }
        if !isPax { paxName = nil }
        content = size
        padding = TarHeader.padding(after: size).count
    }

    private mutating func endContent() {
        guard let record = pax else { return }
        pax = nil
        // `<length> path=<name>\n`
        guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { return }
        paxName = String(decoding: record[(equals + 1)...].dropLast(), as: UTF8.self)
    }

    private func text(_ offset: Int, _ length: Int) -> String {
        String(decoding: header[offset..<offset + length].prefix { $0 != 0 }, as: UTF8.self)
    }
}
