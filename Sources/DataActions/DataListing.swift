package import Platform
package import Requirements
package import RunState
package import Vocabulary

/// The data and the snapshots of one project, as they lie there; no configuration is asked.
package struct DataListing: Sendable {
    package var project: Project
    package var components: [Row]

    package struct Row: Sendable {
        package var component: ComponentID
        /// Nil where there are snapshots only.
        package var data: DataDescription?
        package var snapshots: [Snapshot]
        /// Of the data; measured on demand.
        package var size: TreeSize?
        /// By the snapshot's name; measured on demand.
        package var snapshotSizes: [String: TreeSize] = [:]

        /// All of it.
        package var total: TreeSize { snapshotSizes.values.reduce(size ?? .none, +) }
    }

    /// - Parameters:
    ///   - named: only these; empty: all.
    ///   - measured: with sizes on the disk, which takes a look at each file.
    package init(
        _ project: Project, in layout: StateLayout, named: [ComponentID], measured: Bool,
        host: Host
    ) throws {
        self.project = project
        let folders = layout.scope(project.scope).project(project.name)
        let present = Self.components(folders)
        try Self.check(named, among: present)
        var volumes: [OwnedVolumes.Volume] = []
        var problem: Failure?
        do { volumes = try Self.volumes(of: project, folders, host, measured) } catch {
            problem = Failure(error)
        }
        components = []
        for component in present where named.isEmpty || named.contains(component) {
            let data = try DataDescription(
                component, at: folders.data(component), lock: folders.dataLock(component))
            let there = volumes.filter { $0.component == component }
            let inVolumes = DataDescription(
                component, recordedBeside: folders.data(component), there, problem: problem)
            var rows = [data, inVolumes].compactMap { $0 }
                .map { Row(component: component, data: $0, snapshots: []) }
            let snapshots = SnapshotStore(folder: folders.snapshots(component)).all()
            if rows.isEmpty, !snapshots.isEmpty {
                rows = [Row(component: component, data: nil, snapshots: [])]
            }
            if !rows.isEmpty { rows[0].snapshots = snapshots }
            if measured { for index in rows.indices { try rows[index].measure() } }
            components += rows
        }
    }

    /// - Throws: `component.unknown`.
    private static func check(_ named: [ComponentID], among present: [ComponentID]) throws {
        guard let name = named.first(where: { !present.contains($0) }) else { return }
        let known = present.map(\.rawValue)
        let near = suggestion(for: name.rawValue, among: known).map { "did you mean '\($0)'?" }
        throw Failure(
            "component.unknown", "nothing is stored of a component '\(name)'",
            because: known.isEmpty ? [] : ["there is of \(known.joined(separator: ", "))"],
            hint: near, details: ["known": JSON(known)])
    }

    private static func components(_ folders: ProjectLayout) -> [ComponentID] {
        let data = entries(folders)
        // What is not there holds nothing.
        let snapshots = (try? FileSystem.list(folders.snapshotsFolder)) ?? []
        let names = data.filter { !$0.contains(".") } + snapshots
        let recorded = data.compactMap { DockerData.component(ofRecord: $0) }
        return Set(names.compactMap { ComponentID($0) } + recorded).sorted()
    }

    private static func entries(_ folders: ProjectLayout) -> [String] {
        // Same.
        (try? FileSystem.list(folders.dataFolder)) ?? []
    }

    /// The engine is asked only where something of the project was ever in a container.
    private static func volumes(
        of project: Project, _ folders: ProjectLayout, _ host: Host, _ measured: Bool
    ) throws -> [OwnedVolumes.Volume] {
        guard entries(folders).contains(where: { DockerData.component(ofRecord: $0) != nil })
        else { return [] }
        let owned = OwnedVolumes(host)
        let all = try owned.all(of: project.name, in: project.scope)
        return measured ? try owned.measured(all) : all
    }

    package var total: TreeSize { components.map(\.total).reduce(.none, +) }
}

extension DataListing.Row {
    fileprivate mutating func measure() throws {
        size = try data.map { data in
            data.isOnDisk
                ? try FileSystem.size(ofTree: data.path)
                : TreeSize(bytes: data.volumes.compactMap(\.bytes).reduce(0, +), files: 0)
        }
        for snapshot in snapshots {
            snapshotSizes[snapshot.name] = try FileSystem.size(ofTree: snapshot.folder)
        }
    }
}
