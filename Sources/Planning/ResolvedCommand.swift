package import Configuration
import Platform
package import Vocabulary

/// A command ready to be executed: an absolute program and its arguments.
package struct ResolvedCommand: Sendable, Equatable {
    /// Absolute path.
    package var program: String
    /// With `argv[0]`.
    package var arguments: [String]

    /// - Parameters:
    ///   - path: the `PATH` by which a bare program name is found.
    ///   - owner: the component or step, for the error.
    /// - Throws: `program.missing` where a list names a program that is not there.
    package init(
        _ command: Command, in directory: String, path: String?, owner: String,
        expand: (Template) throws(Failure) -> String
    ) throws(Failure) {
        switch command {
        case .shell(let template):
            program = "/bin/sh"
            arguments = ["sh", "-c", ShellCommand.script(try expand(template))]
        case .arguments(let templates):
            var words: [String] = []
            for template in templates { words.append(try expand(template)) }
            let name = words.first ?? ""
            guard let found = Self.find(name, in: directory, path: path) else {
                throw Failure(
                    "program.missing", "there is no program '\(name)'",
                    at: "\(owner), \(templates[0].origin)",
                    because: [Self.searched(name, in: directory, path: path)],
                    hint: "install it, or mend the command", details: ["program": .string(name)])
            }
            program = found
            arguments = words
        }
    }

    /// A path that is not there yet may be made by a preparation, so the launch decides on it.
    private static func find(_ name: String, in directory: String, path: String?) -> String? {
        if name.contains("/") { return Path.absolute(name, in: directory) }
        return Program.find(name, path: path, directory: directory)
    }

    private static func searched(_ name: String, in directory: String, path: String?) -> String {
        "it was looked for in \(path ?? "/usr/local/bin:/usr/bin:/bin")"
    }
}
