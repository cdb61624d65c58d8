/// `KEY=VALUE` on the command line: a configuration value for this one call.
package struct Assignment: Sendable, Equatable {
    /// As typed: capitals, digits and `_`; the `ENVCTL_` in front may be missing.
    package var key: String
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    /// Reads a word that has a name in capitals before its first `=`; nil for any other word.
    init?(word: String) {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex else { return nil }
        let key = word[..<equals]
        guard key.utf8.allSatisfy(\.isNameByte), key.utf8.first?.isDigit == false else {
            return nil
        }
        self.init(key: String(key), value: String(word[word.index(after: equals)...]))
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isNameByte: Bool {
        isDigit || self == UInt8(ascii: "_")
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
}
