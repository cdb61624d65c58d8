import Configuration
import Events
import Platform
import Requirements
import RunState
import Vocabulary

/// Registers every secret that a bundle could come across: generated ones of all projects of the
/// scope, those in the environments of its runs, in the files of the configuration and in the
/// caller's environment.
struct SecretReading {
    let registry: SecretRegistry

    func read(_ subject: DebugSubject) {
        registry.add(variables: subject.host.environment.map { ($0.key, $0.value) })
        for file in subject.configurationFiles { read(lines: file) }
        guard let scope = subject.scope else { return }
        for project in scope.allProjects() {
            read(strings: project.secrets, isSecret: true)
            // No link: it never ran.
            guard let run = try? FileSystem.readLink(project.current) else { continue }
            read(strings: Path.join(Path.absolute(run, in: project.folder), "launch.json"))
        }
        for run in scope.allRuns().suffix(2) { read(strings: scope.run(run).launch) }
    }

    /// `NAME=value` and `name: value`, whatever else the file is: it may be broken.
    private func read(lines path: String) {
        // Not there, or not readable: nothing of it can get into the bundle.
        guard let text = try? FileSystem.readText(path) else { return }
        for line in text.split(whereSeparator: \.isNewline) {
            guard let mark = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { continue }
            let name = line[..<mark].filter { !" \t-\"'".contains($0) }
            let value = line[line.index(after: mark)...].drop { " \t\"'".contains($0) }
            let end = value.lastIndex { !" \t\"'".contains($0) }
            registry.add(String(name), end.map { String(value[...$0]) } ?? "")
        }
    }

    /// The strings of a JSON file with the keys that they stand under.
    private func read(strings path: String, isSecret: Bool = false) {
        // As above; a damaged one is scrubbed by the shapes of what is in it.
        guard let bytes = try? FileSystem.read(path), let json = try? JSON.parse(bytes) else {
            return
        }
        add(isSecret ? json["secrets"] : json, key: "", isSecret)
    }

    private func add(_ value: JSON?, key: String, _ isSecret: Bool) {
        switch value {
        case .string(let text): isSecret ? registry.add(text) : add(key, text)
        case .array(let list): for element in list { add(element, key: key, isSecret) }
        case .object(let object):
            for (name, element) in object.members { add(element, key: name, isSecret) }
        default: break
        }
    }

    /// A variable stands in an environment as `NAME=value` too.
    private func add(_ key: String, _ text: String) {
        registry.add(key, text)
        guard let equals = text.firstIndex(of: "=") else { return }
        registry.add(String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
}
