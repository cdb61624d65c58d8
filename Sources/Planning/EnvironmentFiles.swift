package import Configuration
import Platform
package import Vocabulary

/// The `env_file` entries of a service, read by compose's rules (`docs/env-files.md`).
package enum EnvironmentFiles {
    /// All variables in the order of the files and lines; a later one of the same name wins.
    ///
    /// - Parameter caller: what `${A}` and a bare name stand for, before earlier lines are asked.
    /// - Throws: `config.env_file` where a file is not there, or a line can't be read.
    package static func read(
        _ files: [EnvironmentFile], of component: ComponentID, caller: [String: String] = [:]
    ) throws -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        for file in files {
            guard let bytes = try FileSystem.readIfPresent(file.path) else {
                if file.isRequired { throw missing(file.path, component) }
                continue
            }
            let earlier = result
            let entries = try entries(of: bytes, file.path, component) { name in
                caller[name] ?? earlier.last { $0.name == name }?.value
            }
            for entry in entries {
                guard let value = entry.value ?? caller[entry.name] else { continue }
                result.append((entry.name, value))
            }
        }
        return result
    }

    private static func entries(
        of bytes: [UInt8], _ path: String, _ component: ComponentID,
        lookup: @escaping (String) -> String?
    ) throws(Failure) -> [EnvironmentText.Entry] {
        do throws(EnvironmentText.Problem) {
            return try EnvironmentText.entries(of: bytes, lookup: lookup)
        } catch {
            throw Failure(
                "config.env_file", error.message, at: "\(path):\(error.line)",
                because: ["service '\(component)' names this file as env_file"],
                hint: "write KEY=VALUE there, or begin the line with '#'")
        }
    }

    private static func missing(_ path: String, _ component: ComponentID) -> Failure {
        Failure(
            "config.env_file", "there is no such env_file", at: path,
            because: ["service '\(component)' names it"],
            hint: "make it, take it out of 'env_file', or write { path: …, required: false }")
    }
}
