/// Addresses with a password: `scheme://user:password@host`.
enum AddressShapes {
    /// The password of the address whose `://` begins at `index`.
    static func match(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        guard text[index] == UInt8(ascii: ":") || text[index] == UInt8(ascii: "%"),
            let start = authority(text, at: index), index > 0, text[index - 1].isAlphanumeric,
            let at = end(text, from: start)
        else { return nil }
        if let colon = colon(text, from: start, to: at), !text.has("[redacted:", at: start) {
            // What was taken out already is none.
            guard colon < at, !text.has("[redacted:", at: colon) else { return nil }
            return RedactionFinding(range: colon..<at, kind: .urlPassword)
        }
        // `https://TOKEN@host`: a name of a person or an account is shorter.
        guard at - start >= 20, !text.has("[redacted:", at: start),
            text[start..<at].contains(where: \.isDigit)
        else { return nil }
        return RedactionFinding(range: start..<at, kind: .urlPassword)
    }

    /// Behind `://`, `:\/\/` or `%3A%2F%2F`.
    private static func authority(_ text: [UInt8], at index: Int) -> Int? {
        if text.has("://", at: index) { return index + 3 }
        if text.has(#":\/\/"#, at: index) { return index + 5 }
        return text.has("%3a%2f%2f", at: index, ignoringCase: true) ? index + 9 : nil
    }

    /// Behind the colon between user and password.
    private static func colon(_ text: [UInt8], from start: Int, to at: Int) -> Int? {
        for place in start..<at {
            if text[place] == UInt8(ascii: ":") { return place + 1 }
            if text.has("%3a", at: place, ignoringCase: true) { return place + 3 }
        }
        return nil
    }

    /// Where the `@` before the host stands. One in the path of an address without a user is none
    /// (`http://localhost:5173/@vite/client`); one in a password that nobody escaped is.
    private static func end(_ text: [UInt8], from start: Int) -> Int? {
        var last: Int?
        var place = start
        while place < text.count {
            let byte = text[place]
            if byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "<")
                || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "`")
            {
                break
            }
            if byte == UInt8(ascii: "@") || text.has("%40", at: place) { last = place }
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") {
                if last != nil || endsWithPort(text, start, place) { break }
            }
            place += 1
        }
        return last
    }

    /// `localhost:5173` before the slash: an address without a user; so is one without a colon.
    private static func endsWithPort(_ text: [UInt8], _ start: Int, _ slash: Int) -> Bool {
        guard let colon = text[start..<slash].lastIndex(of: UInt8(ascii: ":")) else { return true }
        return colon > start && text[(colon + 1)..<slash].allSatisfy(\.isDigit)
    }
}
