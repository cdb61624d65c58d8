import Glibc
import Vocabulary

/// A compiled POSIX extended expression.
final class Expression {
    private var compiled = regex_t()
    private var isValid = false
    /// What is wrong with it; nil where it compiled.
    private(set) var problem: String?

    init(_ pattern: String) {
        let code = regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB)
        isValid = code == 0
        if isValid { return }
        var text = [UInt8](repeating: 0, count: 256)
        text.withUnsafeMutableBytes { buffer in
            _ = regerror(
                code, &compiled, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                buffer.count)
        }
        problem = String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }

    deinit { if isValid { regfree(&compiled) } }

    func matches(_ line: String) -> Bool { isValid && regexec(&compiled, line, 0, nil, 0) == 0 }
}
