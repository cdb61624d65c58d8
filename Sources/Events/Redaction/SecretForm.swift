/// What is secret of a variable or a setting: all of it, or a password inside of it.
enum SecretForm {
    /// Empty where neither the name nor the value looks secret.
    static func secrets(_ name: String, _ value: String) -> [String] {
        let bytes = Array(value.utf8)
        guard bytes.count >= 3 else { return [] }
        let inside = passwords(bytes)
        if !inside.isEmpty { return inside + [value] }
        guard let strength = SecretKey.strength(Array(name.utf8)[...]) else { return [] }
        let isPath = bytes[0] == UInt8(ascii: "/") && !value.contains("=") && !value.contains("+")
        return strength == .weak && isPath ? [] : [value]
    }

    /// The passwords of addresses and connection strings, as written and unescaped.
    static func passwords(_ text: [UInt8]) -> [String] {
        var found: [String] = []
        for index in text.indices {
            let finding =
                TokenShapes.match(text, at: index) ?? BlockShapes.match(text, at: index)
                ?? AddressShapes.match(text, at: index) ?? KeyedValues.match(text, at: index)
            guard let finding else { continue }
            let password = Array(text[finding.range])
            found.append(String(decoding: password, as: UTF8.self))
            if let plain = percentDecoded(password) { found.append(plain) }
        }
        return found
    }

    private static func percentDecoded(_ text: [UInt8]) -> String? {
        guard text.contains(UInt8(ascii: "%")) else { return nil }
        var bytes: [UInt8] = []
        var place = 0
        while place < text.count {
            if text[place] == UInt8(ascii: "%"), let byte = text.hexByte(at: place + 1) {
                bytes.append(byte)
                place += 3
            } else {
                bytes.append(text[place])
                place += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
