import Events
import Inspection
import Planning
import Platform
import Requirements
import RunState
import StateActions
import Truth
import Vocabulary

extension CommandContext {
    /// The environment of a project's latest run, which must be running.
    ///
    /// - Throws: `environment.not_running`, `config.…`, `secrets.unreadable`.
    func environment(
        of inspected: InspectedProject, from standpoint: Standpoint?
    ) throws -> ProjectEnvironment {
        let project = inspected.project
        guard inspected.isRunning, let record = inspected.observed?.record else {
            throw inspected.notRunning()
        }
        let found = try configuration(of: project, mainWorktree: standpoint?.mainWorktree)
        guard let found else {
            throw Failure(
                "config.missing", "nothing is configured here any more", at: project.root,
                hint: "bring envctl.yaml back, or end what runs with 'envctl stop'")
        }
        let folders = layout.scope(project.scope).project(project.name)
        let secrets = try SecretStore(readingFrom: folders.secrets)
        self.secrets.add(secrets.allValues)
        return try ProjectEnvironment(record, configuration: found, caller: host.environment) {
            Blueprint(
                project: project, configuration: found, run: record.run, resolutions: $0,
                ports: record.ports, secrets: secrets,
                caller: CallerEnvironment([:], project: ""), host: host,
                kernel: kernel, registry: registry, layout: layout,
                sockets: try sockets(of: record, project), helper: supervisorProgram)
        }
    }

    /// The folder that was chosen when the run began.
    private func sockets(of record: RunRecord, _ project: Project) throws -> SocketLayout {
        guard let socket = record.supervisor?.socket else {
            return try SocketLayout(layout.roots, project: project)
        }
        return SocketLayout(folder: Path.parent(socket), isRoot: host.isRoot)
    }
}
