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
        _ paths: [String], _ request: RequirementRequest, parse: (String) -> String?
    ) throws -> [InstalledProgram] {
        var versions = request.versions
        defer { versions?.save() }
        var seen: Set<String> = []
        var found: [InstalledProgram] = []
        for path in paths where FileSystem.isExecutable(path) {
            let canonical = try Path.canonical(path)
            guard seen.insert(canonical).inserted else { continue }
            let known = versions?[canonical]
            guard let version = try known ?? ask(path, request.host, parse) else { continue }
            if known == nil { versions?.remember(version, of: canonical) }
            found.append(InstalledProgram(path: path, version: version))
        }
        return found
    }

    private static func ask(
        _ path: String, _ host: Host, _ parse: (String) -> String?
    ) throws -> String? {
        var question = Subprocess(path, ["--version"], environment: host.environment)
        question.timeout = host.patience(5000)
        let answer = try question.run()
        return answer.isSuccess ? parse(answer.text) : nil
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
