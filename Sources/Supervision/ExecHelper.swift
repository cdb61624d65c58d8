package import Platform
import Vocabulary

/// The exec helper mode of the supervisor's binary: it becomes an account, then the program.
/// Wanted since `posix_spawn` can't change users. On failure it writes `<step> <errno>` to its
/// error descriptor (if told one) and to standard error, and exits 127.
package enum ExecHelper {
    /// The arguments of the helper, `argv[0]` excluded, that run `program` as the account.
    ///
    /// - Parameters:
    ///   - arguments: with `argv[0]`.
    ///   - errorDescriptor: a descriptor of the helper that is closed by a successful exec.
    package static func arguments(
        for account: Account, program: String, arguments: [String], errorDescriptor: Int32? = nil
    ) -> [String] {
        var result = [
            "exec", "--uid", String(account.userID), "--gid", String(account.groupID), "--groups",
            account.groups.map { String($0) }.joined(separator: ","),
        ]
        if let errorDescriptor { result += ["--error-fd", String(errorDescriptor)] }
        return result + ["--", program] + arguments
    }
}
