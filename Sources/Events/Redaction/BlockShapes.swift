/// PEM blocks, also where their line breaks are escaped.
enum BlockShapes {
    static func match(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        guard text[index] == UInt8(ascii: "-"), text.has("-----BEGIN", at: index) else {
            return nil
        }
        return RedactionFinding(range: index..<end(text, from: index), kind: .pemBlock)
    }

    /// Behind the last line; where that was cut off, behind what looks like the block's body.
    private static func end(_ text: [UInt8], from index: Int) -> Int {
        let body = index + 10
        if let last = text.find("-----END", from: body) {
            return text.find("-----", from: last + 8).map { $0 + 5 } ?? text.count
        }
        let header = text.find("-----", from: body).map { $0 + 5 } ?? body
        return text.end(from: header) {
            $0.base64Value != nil || $0.isLineBreak || $0 == UInt8(ascii: "=")
                || $0 == UInt8(ascii: "\\")
        }
    }
}
