import CPlatform
import Glibc
import Synchronization
import Vocabulary

/// What a new process gets. Everything else is reset: signal mask, dispositions, descriptors.
package struct SpawnRequest: Sendable {
    /// Absolute path of the program.
    package var program: String
    /// With `argv[0]`.
    package var arguments: [String]
    /// `NAME=value` pairs, in order.
    package var environment: [String]
    package var directory: String?
    /// Become 0, 1, 2, … of the child; all others are closed there.
    package var descriptors: [Int32]
    package var newSession: Bool
    /// Set as soft `RLIMIT_LOCKS`: inherited by every descendant, ignored by Linux.
    package var mark: UInt64?
    /// The group that the process is born in.
    package var group: ControlGroup?

    package init(
        program: String, arguments: [String], environment: [String], directory: String? = nil,
        descriptors: [Int32], newSession: Bool = true, mark: UInt64? = nil,
        group: ControlGroup? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.descriptors = descriptors
        self.newSession = newSession
        self.mark = mark
        self.group = group
    }
}

package enum Mark {
    /// A random 60-bit number, never 0.
    package static func random() -> UInt64 { Random.uint64() >> 4 | 1 }

    /// Takes the mark from this process: its soft limit becomes its hard one again.
    package static func clear() throws(SystemError) {
        try checked("setrlimit", "RLIMIT_LOCKS") { cp_clear_mark() }
    }
}

/// One spawn at a time: the mark passes through our own limit for the moment of the spawn.
private let spawning = Mutex<Void>(())

/// Makes a process in another way; never while a mark passes, which it would inherit.
func betweenSpawns<Value>(_ body: () -> Value) -> Value { spawning.withLock { _ in body() } }

/// Starts a process and returns its pid; the caller reaps it.
///
/// - Throws: `SystemError` of `posix_spawn`, also where the program could not be executed; of
///   `clone3` where no process can be made in the group.
package func spawn(_ request: SpawnRequest) throws(SystemError) -> Int32 {
    // `posix_spawn` would blame the program for a missing folder.
    if let directory = request.directory, !FileSystem.isDirectory(directory) {
        throw SystemError("chdir", directory, errno: ENOENT)
    }
    let group = try request.group?.open()
    let result = spawning.withLock { _ -> Result<Int32, SystemError> in
        let before = cp_get_mark()
        if let mark = request.mark, cp_set_mark(mark) != 0 {
            return .failure(SystemError("setrlimit", "RLIMIT_LOCKS", errno: errno))
        }
        defer { if request.mark != nil { cp_set_mark(before) } }
        let pid = withCStrings(request.arguments) { arguments in
            withCStrings(request.environment) { environment in
                start(request, arguments, environment, in: group)
            }
        }
        if pid > 0 { return .success(pid) }
        let code = errno
        return .failure(
            pid == -2
                ? SystemError("clone3", request.group?.path ?? "", errno: code)
                : SystemError("posix_spawn", request.program, errno: code))
    }
    return try result.get()
}

private typealias CStrings = [UnsafeMutablePointer<CChar>?]

private func start(
    _ request: SpawnRequest, _ arguments: CStrings, _ environment: CStrings, in group: Descriptor?
) -> Int32 {
    let count = Int32(request.descriptors.count)
    let newSession: Int32 = request.newSession ? 1 : 0
    guard let group else {
        return cp_spawn(
            request.program, arguments, environment, request.directory, request.descriptors,
            count, newSession)
    }
    return cp_spawn_into(
        group.raw, request.program, arguments, environment, request.directory,
        request.descriptors, count, newSession)
}

/// A NULL-terminated array of C strings that lives for the call.
private func withCStrings<Value>(
    _ strings: [String], _ body: (CStrings) -> Value
) -> Value {
    let pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
}
