import Configuration
import Planning
package import Platform
import Requirements
import RunState
package import Vocabulary

/// The data commands of one project: find out what is meant, then do it, component by component; the
/// first failure ends it, since what follows was meant to fit.
package struct DataOrchestrator: Sendable {
    private let parts: DataParts

    package init(_ parts: DataParts) { self.parts = parts }

    /// Whose data would be replaced or removed; changes nothing.
    ///
    /// - Throws: `component.unknown`, `data.nothing`, `data.snapshot_unknown`, …
    package func replaced(_ request: DataRequest) throws -> [ComponentID] {
        guard request.deed.replaces else { return [] }
        let folders = parts.folders(of: request.project)
        return try DataSelection(request, parts).components().filter {
            $0.hasData(beside: folders.data($0.id))
        }.map(\.id)
    }

    /// - Throws: what keeps it from beginning; what goes wrong with a component is in the outcome.
    package func perform(
        _ request: DataRequest, cancellation: Cancellation
    ) throws -> DataOutcome {
        let selection = DataSelection(request, parts)
        let selected = try selection.components()
        // What only reads, or makes snapshots, must not keep a stop or a start waiting.
        let lock =
            request.deed.replaces
            ? try parts.enter(request.project, "data \(request.deed.verb)", cancellation) : nil
        return try withExtendedLifetime(lock) {
            var outcome = DataOutcome(project: request.project)
            if let refused = try refused(selected, request, cancellation) {
                outcome.components = [refused]
                return outcome
            }
            for requirement in selected {
                let row = try attempt(requirement, request, cancellation)
                outcome.components.append(row)
                if case .failed = row.ending { break }
            }
            return outcome.failedWhereAllSkipped
        }
    }

    /// The first component whose snapshot is damaged or can't take its place; nil where all can:
    /// they are to fit together, so that none is restored without the others.
    private func refused(
        _ selected: [RequirementConfiguration], _ request: DataRequest,
        _ cancellation: Cancellation
    ) throws -> DataOutcome.Row? {
        guard case .restore(let name) = request.deed else { return nil }
        for requirement in selected {
            do {
                let snapshot = try parts.snapshots(of: requirement.id, request.project)
                    .find(name, of: requirement.id)
                try data(requirement, request, fitting: snapshot.folder, cancellation)
                    .check(snapshot)
            } catch {
                let row = row(requirement, Failure(error), request)
                if case .failed = row.ending { return row }
            }
        }
        return nil
    }

    private func attempt(
        _ requirement: RequirementConfiguration, _ request: DataRequest,
        _ cancellation: Cancellation
    ) throws -> DataOutcome.Row {
        do {
            return try perform(requirement, request, cancellation)
        } catch { return row(requirement, Failure(error), request) }
    }

    private func row(
        _ requirement: RequirementConfiguration, _ failure: Failure, _ request: DataRequest
    ) -> DataOutcome.Row {
        let isOurs = failure.code == Self.unsupported && request.components.isEmpty
        return DataOutcome.Row(
            component: requirement.id, ending: isOurs ? .skipped(failure) : .failed(failure))
    }

    private static let unsupported = "data.unsupported_backend"

    private func perform(
        _ requirement: RequirementConfiguration, _ request: DataRequest,
        _ cancellation: Cancellation
    ) throws -> DataOutcome.Row {
        let project = request.project
        let store = parts.snapshots(of: requirement.id, project)
        let own = try source(requirement, project.name, project)
        var row = DataOutcome.Row(component: requirement.id, ending: .done)
        switch request.deed {
        case .snapshot(let name):
            let data = try data(requirement, request, fitting: own.folder, cancellation)
            let snapshot = try data.snapshot(name, of: own, now: parts.clock.now())
            row.snapshot = snapshot
            row.sourceRan = snapshot.wasRunning
        case .restore(let name):
            let snapshot = try store.find(name, of: requirement.id)
            let data = try data(requirement, request, fitting: snapshot.folder, cancellation)
            try data.restore(snapshot)
            row.snapshot = snapshot
        case .clone(let other):
            let source = try source(requirement, other, project)
            let data = try data(requirement, request, fitting: source.folder, cancellation)
            row.sourceRan = try data.clone(source)
        case .reset:
            let data = try data(requirement, request, fitting: own.folder, cancellation)
            if try !data.reset() { row.ending = .nothing }
        case .export(let file):
            try data(requirement, request, fitting: own.folder, cancellation)
                .export(own, to: file)
        case .load(let file):
            try data(requirement, request, fitting: own.folder, cancellation).load(file)
        }
        return row
    }

    private func source(
        _ requirement: RequirementConfiguration, _ name: ProjectName, _ project: Project
    ) throws -> DataSource {
        try DataSource(
            requirement.id, of: name, in: parts.layout.scope(project.scope), runs: parts.runs)
    }

    /// - Parameter folder: a data folder that its program has to fit.
    private func data(
        _ requirement: RequirementConfiguration, _ request: DataRequest, fitting folder: String,
        _ cancellation: Cancellation
    ) throws -> any StoredData {
        let project = request.project
        let adapter = try parts.registry.adapter(for: requirement.kind)
        let folders = parts.folders(of: project)
        let blueprint = Blueprint(
            project: project, configuration: request.configuration,
            run: parts.runs.nextRun(of: project.scope),
            resolutions: [
                requirement.id: try resolution(requirement, adapter, project, fitting: folder)
            ],
            ports: try ports(of: project), secrets: try SecretStore(readingFrom: folders.secrets),
            caller: CallerEnvironment([:], project: ""), host: parts.host, kernel: parts.kernel,
            registry: parts.registry, layout: parts.layout,
            sockets: try SocketLayout(parts.layout.roots, project: project),
            helper: parts.supervisorProgram)
        return try blueprint.instance(of: requirement).storedData(
            adapter, snapshots: parts.snapshots(of: requirement.id, project),
            cancellation: cancellation)
    }

    /// Of the latest run: a server in a container is reached by them.
    private func ports(of project: Project) throws -> [PortPlan] {
        try parts.runs.current(project.name, of: project.scope)?.ports ?? []
    }

    private func resolution(
        _ requirement: RequirementConfiguration, _ adapter: any RequirementAdapter,
        _ project: Project, fitting folder: String
    ) throws -> RequirementResolution {
        switch requirement.backend {
        case .external: return RequirementResolution(backend: .external, reason: "configured")
        case .docker, .native, .auto:
            return try adapter.resolve(
                RequirementRequest(
                    component: requirement.id, configuration: requirement, host: parts.host,
                    projectRoot: project.root, data: folder,
                    versions: ProgramVersions(path: parts.layout.programs, isWritable: false)))
        }
    }
}
