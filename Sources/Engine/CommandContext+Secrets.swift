import Events
import Platform
import RunState
import Supervision
import Vocabulary

extension CommandContext {
    /// What a project's components were given, from its private files: before what they wrote is
    /// handed on.
    func learnSecrets(of project: Project) {
        let folders = layout.scope(project.scope).project(project.name)
        // What can't be read now is told by the command that needs it; known forms go all the same.
        if let json = try? FileSystem.readIfPresent(folders.secrets).map({ try JSON.parse($0) }) {
            secrets.add(allOf: json["secrets"] ?? .null)
        }
        // The same: what can't be read has nothing to add.
        for spec in (try? LaunchRecord.read(runFolder: folders.current))?.components
            .compactMap(\.spec) ?? []
        {
            secrets.add(spec.secrets)
            secrets.add(assignments: spec.environment)
        }
    }
}
