/// Encoded texts that hold a secret: they are decoded to find out, and go as a whole.
enum EncodedShapes {
    private static let shortest = 20
    private static let longest = 8 << 10

    /// The run of base64, hex or URL encoding that begins at `index` and holds something secret;
    /// else the end of the run, so that it is looked at once.
    static func match(
        _ text: [UInt8], at index: Int, holdsSecret: ([UInt8]) -> Bool
    ) -> (finding: RedactionFinding?, end: Int) {
        let body = text.end(from: index, while: isEncoding)
        let end = text.end(from: body) { $0 == UInt8(ascii: "=") }
        guard end - index >= shortest, end - index <= longest else { return (nil, end) }
        let run = Array(text[index..<end])
        let isSecret = [hex(run), base64(run), percent(run)].contains { decoded in
            decoded.map { isReadable($0) && holdsSecret($0) } ?? false
        }
        let finding = RedactionFinding(range: index..<end, kind: .encoded)
        return (isSecret ? finding : nil, end)
    }

    static func isEncoding(_ byte: UInt8) -> Bool {
        byte.base64Value != nil || byte == UInt8(ascii: "%") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "~")
    }

    private static func isReadable(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 12 && bytes.count { $0.isPrintable || $0 >= 0x80 } == bytes.count
            && bytes.count { $0 >= 0x80 } * 4 <= bytes.count
    }

    private static func hex(_ run: [UInt8]) -> [UInt8]? {
        guard run.count >= 32, run.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: run.count, by: 2) {
            guard let byte = run.hexByte(at: place) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func base64(_ run: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in run where byte != UInt8(ascii: "=") {
            guard let value = byte.base64Value else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func percent(_ run: [UInt8]) -> [UInt8]? {
        guard run.contains(UInt8(ascii: "%")) else { return nil }
        var bytes: [UInt8] = []
        var place = 0
        while place < run.count {
            if run[place] == UInt8(ascii: "%"), let byte = run.hexByte(at: place + 1) {
                bytes.append(byte)
                place += 3
            } else {
                bytes.append(run[place])
                place += 1
            }
        }
        return bytes
    }
}
