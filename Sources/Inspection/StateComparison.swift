import Platform
package import RunState
import Truth
package import Vocabulary

/// The records of a project's latest run with the truth beside them.
package struct StateComparison: Sendable {
    package let inspected: InspectedProject
    private let layout: StateLayout

    package init(_ inspected: InspectedProject, layout: StateLayout) {
        self.inspected = inspected
        self.layout = layout
    }

    /// The folder of the latest run; nil where there is none.
    package var folder: String? {
        inspected.observed.map {
            layout.scope(inspected.project.scope).run($0.record.run).folder
        }
    }

    package var json: JSON {
        let project = inspected.project
        return [
            "scope": project.scope.json, "name": project.name.json,
            "folder": JSON(folder), "files": JSON(files),
            "record": inspected.observed.map { PublicAddress.inside($0.record.json) } ?? .null,
            "truth": inspected.observed.map(Self.truth) ?? .null,
            "missing": JSON(inspected.missing), "problem": inspected.problem?.json ?? .null,
        ]
    }

    /// The artifacts that are there.
    private var files: [String] {
        guard let folder else { return [] }
        return ArtifactFile.allCases.map { Path.join(folder, $0.rawValue) }
            .filter(FileSystem.exists)
    }

    private static func truth(_ observed: ObservedProject) -> JSON {
        [
            "status": .string(observed.status.rawValue),
            "supervisor": .string(observed.supervisor.rawValue),
            "interrupted_start": .bool(observed.interruptedStart),
            "undone_start": .bool(observed.undoneStart),
            "components": .array(observed.components.map(component)),
        ]
    }

    private static func component(_ seen: ObservedComponent) -> JSON {
        [
            "name": seen.name.json, "recorded": .string(seen.record.status.rawValue),
            "status": .string(seen.status.rawValue), "reason": JSON(seen.reason),
            "differs": .bool(seen.status != seen.record.status),
            "observed": .bool(seen.isObserved), "alive": .bool(seen.isAlive),
            "own_ports": .array(seen.ownPorts.map(\.json)), "holder": seen.holder?.json ?? .null,
        ]
    }
}
