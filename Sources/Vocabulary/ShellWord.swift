/// `text` as one word of a POSIX shell, for commands that people are told to type and scripts that
/// are made of lists of words.
package func shellWord(_ text: String) -> String {
    if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
    // By scalars: a quote with a combining accent behind it is one character, but still a quote.
    let parts = text.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.map { String($0) }.joined(separator: #"'\''"#) + "'"
}

/// Whether no shell gives the byte a meaning of its own, wherever it stands in a word.
private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default: "-_./=:@%+,".utf8.contains(byte)
    }
}
