import Glibc

/// What the process was given by its caller, read once in `main` and handed down.
package struct Host: Sendable {
    package var environment: [String: String]
    /// The working directory, absolute; `$PWD` where it is the same place (it keeps links).
    package var directory: String
    package var userID: UInt32
    package var groupID: UInt32
    /// Absolute path of the running executable.
    package var executable: String
    package var inputIsTerminal: Bool
    package var outputIsTerminal: Bool
    package var errorIsTerminal: Bool
    /// Milliseconds that a program or a server of somebody else gets to answer a question at most;
    /// nil: as long as whoever asks finds right.
    package var patience: Int?

    package init(
        environment: [String: String], directory: String, userID: UInt32 = getuid(),
        groupID: UInt32 = getgid(), executable: String = "", inputIsTerminal: Bool = false,
        outputIsTerminal: Bool = false, errorIsTerminal: Bool = false
    ) {
        self.environment = environment
        self.directory = directory
        self.userID = userID
        self.groupID = groupID
        self.executable = executable
        self.inputIsTerminal = inputIsTerminal
        self.outputIsTerminal = outputIsTerminal
        self.errorIsTerminal = errorIsTerminal
    }

    package var isRoot: Bool { userID == 0 }

    /// As long as is right for a question, or less where nothing may take that long.
    package func patience(_ milliseconds: Int) -> Int {
        min(milliseconds, patience ?? milliseconds)
    }

    /// The real process: its environment, directory, ids and terminals.
    package static func current() throws(SystemError) -> Host {
        Host(
            environment: currentEnvironment(), directory: try currentDirectory(),
            executable: (try? FileSystem.readLink("/proc/self/exe")) ?? "",  // only for messages
            inputIsTerminal: isatty(0) == 1, outputIsTerminal: isatty(1) == 1,
            errorIsTerminal: isatty(2) == 1)
    }

    /// Where it was removed: as it was called, so that whoever needs a folder can name the one that
    /// is missing.
    private static func currentDirectory() throws(SystemError) -> String {
        guard let buffer = getcwd(nil, 0) else {
            let link = try FileSystem.readLink("/proc/self/cwd")
            let mark = " (deleted)"
            return link.hasSuffix(mark) ? String(link.dropLast(mark.count)) : link
        }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    private static func currentEnvironment() -> [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let pair = String(cString: pointer)
            if let equals = pair.utf8.firstIndex(of: UInt8(ascii: "=")) {
                result[String(pair[..<equals])] = String(pair[pair.utf8.index(after: equals)...])
            }
            entry += 1
        }
        return result
    }
}
