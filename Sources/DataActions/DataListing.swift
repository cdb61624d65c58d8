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
        _ project: Project, in layout: StateLayout, named: [ComponentID], measured: Bool
    ) throws {
        self.project = project
        let folders = layout.scope(project.scope).project(project.name)
        components = []
        for component in Self.components(folders) where named.isEmpty || named.contains(component) {
            let data = try DataDescription(
                component, at: folders.data(component), lock: folders.dataLock(component))
            let snapshots = SnapshotStore(folder: folders.snapshots(component)).all()
            guard data != nil || !snapshots.isEmpty else { continue }
            var row = Row(component: component, data: data, snapshots: snapshots)
            if measured { try row.measure() }
            components.append(row)
        }
    }

    private static func components(_ folders: ProjectLayout) -> [ComponentID] {
        // What is not there holds nothing.
        let data = (try? FileSystem.list(folders.dataFolder)) ?? []
        // Same.
        let snapshots = (try? FileSystem.list(folders.snapshotsFolder)) ?? []
        let names = data.filter { !$0.contains(".") } + snapshots
        return Set(names.compactMap { ComponentID($0) }).sorted()
    }

    package var total: TreeSize { components.map(\.total).reduce(.none, +) }
}

extension DataListing.Row {
    fileprivate mutating func measure() throws {
        size = try data.map { try FileSystem.size(ofTree: $0.path) }
        for snapshot in snapshots {
            snapshotSizes[snapshot.name] = try FileSystem.size(ofTree: snapshot.folder)
        }
    }
}
