import Glibc
package import Vocabulary

/// A failed system call: which, on what, and the errno it left.
package struct SystemError: FailureConvertible, Equatable {
    /// The C function, e.g. `open`.
    package var operation: String
    /// What it was asked to work on: a path, a pid, an address.
    package var subject: String
    package var errno: Int32

    package init(_ operation: String, _ subject: String, errno: Int32) {
        self.operation = operation
        self.subject = subject
        self.errno = errno
    }

    /// The text of `strerror`, e.g. `No such file or directory`.
    package var reason: String { String(cString: strerror(errno)) }

    package var failure: Failure {
        Failure(
            "system.\(operation)", "\(operation) failed", at: subject, because: [reason],
            hint: hint, details: ["errno": .int(Int64(errno))])
    }

    private var hint: String? {
        switch errno {
        case ENOSPC: "free some space on this file system, then try again"
        case EROFS: "make this file system writable again ('dmesg' may tell why it is not)"
        default: nil
        }
    }
}

/// Calls `body` until it is not interrupted by a signal; a result below 0 becomes a `SystemError`.
@discardableResult
package func checked<Result: SignedInteger>(
    _ operation: String, _ subject: @autoclosure () -> String, _ body: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = errno
        if code != EINTR { throw SystemError(operation, subject(), errno: code) }
    }
}
