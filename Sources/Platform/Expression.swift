import Glibc

/// A compiled POSIX extended expression (`regcomp`).
package final class Expression {
    private var compiled = regex_t()
    private var isValid = false
    /// What is wrong with it; nil where it compiled.
    package private(set) var problem: String?

    package init(_ pattern: String) {
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

    package func matches(_ line: String) -> Bool {
        isValid && regexec(&compiled, line, 0, nil, 0) == 0
    }

    /// Looks in the bytes as they are; a NUL among them ends nothing (`REG_STARTEND`).
    package func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard isValid, let base = bytes.baseAddress else { return isValid && matches("") }
        var range = regmatch_t(rm_so: 0, rm_eo: regoff_t(bytes.count))
        let text = base.assumingMemoryBound(to: CChar.self)
        return regexec(&compiled, text, 1, &range, REG_STARTEND) == 0
    }
}
