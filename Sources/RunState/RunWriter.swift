import Platform
package import Vocabulary

/// Writes the artifacts of one run; whoever owns the run has the only one (the supervisor while it
/// lives, else a command under the project's lock).
package struct RunWriter: Sendable {
    package let scope: ScopeLayout
    package let run: RunLayout
    /// What was written last: what has not changed is not written again.
    private var record: RunRecord?
    /// The last `run_state.json` was written hastily.
    private var isHasty = false
    private var map: RuntimeMap?
    private var ports: PortsManifest?
    private var errors: ErrorReport?
    private var readiness: ReadinessReport?

    package init(scope: ScopeLayout, run: RunID) {
        self.scope = scope
        self.run = scope.run(run)
    }

    /// Writes `run_state.json`, and the two maps of the run and of the scope, where they changed.
    ///
    /// Each file is replaced as a whole and none is synced: after a power cut an older version is
    /// read, which `Truth` corrects. The maps and reports, which are made from other records, may
    /// then be empty.
    ///
    /// - Parameter hastily: a calmer write follows soon: `run_state.json` is replaced without the
    ///   flush that a rename costs on ext4.
    package mutating func save(_ record: RunRecord, hastily: Bool = false) throws {
        guard record != self.record || isHasty && !hastily else { return }
        if hastily { try record.swap(run.runState) } else { try record.write(run.runState) }
        self.record = record
        isHasty = hastily
        try saveMaps(of: record)
    }

    mutating func saveMaps(of record: RunRecord) throws {
        let map = RuntimeMap(record)
        if map != self.map {
            try map.swap(run.artifact(.runtimeMap))
            try publish(.runtimeMap, RuntimeMap(scope: record.scope)) { $0.merge($1) }
            self.map = map
        }
        let ports = PortsManifest(record)
        if ports != self.ports {
            try ports.write(run.artifact(.portsManifest))
            try publish(.portsManifest, PortsManifest(scope: record.scope)) { $0.merge($1) }
            self.ports = ports
        }
    }

    package mutating func save(_ report: ErrorReport) throws {
        guard report != errors else { return }
        try report.swap(run.artifact(.errorReport))
        errors = report
    }

    package mutating func save(_ report: ReadinessReport) throws {
        guard report != readiness else { return }
        try report.swap(run.artifact(.readinessReport))
        readiness = report
    }

    /// Makes the scope's own maps again, after a project was removed.
    package func publishMaps() throws {
        try publish(.runtimeMap, RuntimeMap(scope: scope.scope)) { $0.merge($1) }
        try publish(.portsManifest, PortsManifest(scope: scope.scope)) { $0.merge($1) }
    }

    /// Makes the scope's own file from those of its projects' latest runs.
    ///
    /// Without a lock, since a supervisor waits for none: sources are written before, and looked at
    /// again after the rename. Whoever renamed last has then seen the newest source of each, or it
    /// does it once more.
    private func publish<Part: Artifact>(
        _ file: ArtifactFile, _ empty: Part, merge: (inout Part, Part) -> Void
    ) throws {
        while true {
            let seen = sources(of: file)
            var whole = empty
            for source in seen {
                // One project's damaged or newer file must not stop the others.
                if let part = try? Part.read(source.path) { merge(&whole, part) }
            }
            try whole.swap(scope.artifact(file))
            if sources(of: file) == seen { return }
        }
    }

    private func sources(of file: ArtifactFile) -> [Source] {
        scope.allProjects().compactMap { project in
            let path = Path.join(project.current, file.rawValue)
            // No run yet, or its folder is being pruned: it has nothing to say.
            guard let status = try? FileSystem.status(path) else { return nil }
            return Source(path: path, inode: status.inode, modified: status.modified)
        }
    }

    private struct Source: Equatable {
        var path: String
        var inode: UInt64
        var modified: Int64
    }
}
