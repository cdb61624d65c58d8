import Configuration
import Platform
package import Vocabulary

/// The `env_file` entries of a service: KEY=VALUE lines by the rules of `.envctl` (comments, quotes).
package enum EnvironmentFiles {
    /// All variables in the order of the files and lines; a later one of the same name wins.
    ///
    /// - Throws: `config.env_file` where a file is not there, or a line is none.
    package static func read(
        _ paths: [String], of component: ComponentID
    ) throws -> [(name: String, value: String)] {
        try paths.flatMap { path -> [(name: String, value: String)] in
            guard let bytes = try FileSystem.readIfPresent(path) else {
                throw Failure(
                    "config.env_file", "there is no such env_file", at: path,
                    because: ["service '\(component)' names it"],
                    hint: "make it, or take it out of 'env_file'")
            }
            let file = CheckoutFile(bytes)
            if let problem = file.problems.first {
                throw Failure(
                    "config.env_file", problem.message, at: "\(path):\(problem.number)",
                    because: ["service '\(component)' names this file as env_file"],
                    hint: "write KEY=VALUE there, or begin the line with '#'")
            }
            return file.lines.map { (name: $0.key, value: $0.value) }
        }
    }
}
