import CLibgit2
import Vocabulary

/// A call of libgit2 that failed: which, on what, and what the library said.
struct Libgit2Error: FailureConvertible, Equatable {
    /// The C function.
    var operation: String
    var subject: String
    /// A `git_error_code`.
    var code: Int32
    var message: String

    var failure: Failure {
        Failure(
            "git.unreadable", "git's data of this folder can't be read", at: subject,
            because: ["\(operation): \(message)"],
            hint: operation == "dlopen"
                ? "install what the build needs: bin/setup"
                : "see what git says: git -C \(shellWord(subject)) status",
            details: ["libgit2_code": .int(Int64(code))])
    }
}

/// Calls `body`; a result below 0 becomes an error with the library's own message, which is read at
/// once, on the same thread.
@discardableResult
func check(
    _ operation: String, _ subject: @autoclosure () -> String, _ body: () -> Int32
) throws(Libgit2Error) -> Int32 {
    let code = body()
    if code >= 0 { return code }
    let message = cg_error_last().map { String(cString: $0.pointee.message) } ?? "error \(code)"
    throw Libgit2Error(operation: operation, subject: subject(), code: code, message: message)
}
