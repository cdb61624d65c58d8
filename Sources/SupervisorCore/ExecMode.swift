import Glibc
import Platform

/// The helper mode: becomes an account, then the program. See `ExecHelper` for its arguments.
enum ExecMode {
    /// Returns only on failure: 127, after telling the step and its errno.
    static func run(_ arguments: [String]) -> Int32 {
        var words = arguments[...]
        var options: [String: String] = [:]
        while let word = words.popFirst(), word != "--" { options[word] = words.popFirst() }
        let errors = options["--error-fd"].flatMap { Int32($0) }
        if let errors { _ = fcntl(errors, F_SETFD, FD_CLOEXEC) }
        guard let user = options["--uid"].flatMap({ UInt32($0) }),
            let group = options["--gid"].flatMap({ UInt32($0) }), let program = words.popFirst(),
            !words.isEmpty
        else { return fail("arguments", EINVAL, errors) }
        let groups = (options["--groups"] ?? "").split(separator: ",").compactMap { UInt32($0) }
        let account = Account(name: "", userID: user, groupID: group, groups: groups)
        do throws(SystemError) { try account.become() } catch {
            return fail(error.operation, error.errno, errors)
        }
        var pointers = words.map { strdup($0) } + [nil]
        execv(program, &pointers)
        return fail("exec", errno, errors)
    }

    private static func fail(_ step: String, _ code: Int32, _ descriptor: Int32?) -> Int32 {
        let text = "\(step) \(code)"
        if let descriptor {
            // Nobody else could be told.
            try? FileSystem.write(Array(text.utf8), to: descriptor, subject: "error descriptor")
        }
        let reason = String(cString: strerror(code))
        // Same.
        try? FileSystem.write(
            Array("envctl: \(step): \(reason)\n".utf8), to: 2, subject: "standard error")
        return 127
    }
}
