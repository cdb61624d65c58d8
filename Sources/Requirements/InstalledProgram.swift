import Configuration
import Platform
import Vocabulary

/// A server program of this machine.
struct InstalledProgram: Sendable, Equatable {
    /// Absolute.
    var path: String
    /// As it tells it: `15.18`.
    var version: String

    /// Asks each program for its version; those that don't answer are left out.
    ///
    /// - Parameter parse: the version in the first line of `--version`.
    static func probe(
        _ paths: [String], host: Host, parse: (String) -> String?
    ) throws -> [InstalledProgram] {
        var seen: Set<String> = []
        var found: [InstalledProgram] = []
        for path in paths where FileSystem.isExecutable(path) {
            let canonical = try Path.canonical(path)
            guard seen.insert(canonical).inserted else { continue }
            var question = Subprocess(path, ["--version"], environment: host.environment)
            question.timeout = 5000
            let answer = try question.run()
            guard answer.isSuccess, let version = parse(answer.text) else { continue }
            found.append(InstalledProgram(path: path, version: version))
        }
        return found
    }

    /// Newest first, by the numbers of the version.
    static func newestFirst(_ programs: [InstalledProgram]) -> [InstalledProgram] {
        programs.sorted { $1.numbers.lexicographicallyPrecedes($0.numbers) }
    }

    var numbers: [Int] {
        version.split(separator: ".").map { part in Int(part.prefix { $0.isNumber }) ?? 0 }
    }

    var major: Int { numbers.first ?? 0 }
}
