import Platform
package import Vocabulary

/// Which lines are wanted: a word as it is, or a POSIX extended expression.
///
/// The C library's matcher is slow, so it is only asked about lines that hold the longest word which
/// every match must have.
package final class LogPattern {
    private let expression: Expression?
    /// Nil where a match need have none.
    private let word: [UInt8]?

    /// - Throws: `logs.bad_pattern`.
    package init(_ pattern: String) throws(Failure) {
        let required = RequiredWord(pattern)
        word = required.text.isEmpty ? nil : required.text
        if required.isAll {
            expression = nil
            return
        }
        let compiled = Expression(pattern)
        if let problem = compiled.problem {
            throw Failure(
                "logs.bad_pattern",
                "--grep takes a POSIX extended expression, and '\(pattern)' is none",
                because: [problem], hint: "write a '\\' before a sign that is meant as it is")
        }
        expression = compiled
    }

    /// The first line in `bytes`, which begin with a line, that is wanted: where it begins and ends,
    /// without its line feed.
    func first(in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        var start = 0
        while start < bytes.count {
            guard let line = candidate(in: bytes, from: start) else { return nil }
            let text = UnsafeRawBufferPointer(rebasing: bytes[line])
            if expression?.matches(text) ?? true { return line }
            start = line.upperBound + 1
        }
        return nil
    }

    private func candidate(in bytes: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
        guard let word else { return Self.line(in: rest, around: 0, base: start) }
        guard let found = ByteSearch.find(word, in: rest) else { return nil }
        return Self.line(in: rest, around: found, base: start)
    }

    private static func line(
        in bytes: UnsafeRawBufferPointer, around position: Int, base: Int
    ) -> Range<Int> {
        let before = UnsafeRawBufferPointer(rebasing: bytes[..<position])
        let after = UnsafeRawBufferPointer(rebasing: bytes[position...])
        let begin = ByteSearch.last(0x0A, in: before).map { $0 + 1 } ?? 0
        let end = ByteSearch.first(0x0A, in: after).map { position + $0 } ?? bytes.count
        return base + begin..<base + end
    }
}
