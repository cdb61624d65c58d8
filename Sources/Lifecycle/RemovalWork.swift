import Platform
import Requirements
import RunState
import Truth
import Vocabulary

/// Removes what a plan says, one removal after the other; the failure of one never stops another.
struct RemovalWork {
    let planning: RemovalPlanning
    let runs: RunRepository
    let registry: PortRegistry
    let truth: Truth
    let data: DataRemoval
    let cancellation: Cancellation
    /// Ends what runs of the project, with proof; nil where nothing may run.
    let stop: ((Project) throws -> StopOutcome)?

    /// Milliseconds to wait for another command, and for a supervisor on its way out.
    private static let patience = 30_000

    private var layout: StateLayout { planning.layout }

    /// The same plan with what became of each removal.
    func perform(_ plan: RemovalPlan) -> RemovalPlan {
        var plan = plan
        for index in plan.removals.indices {
            do {
                try goOn()
                try remove(&plan.removals[index], after: plan.removals[..<index])
                plan.removals[index].outcome = .removed
            } catch {
                plan.removals[index].outcome = .failed(Failure(error))
            }
        }
        return plan
    }

    private func goOn() throws(Failure) {
        guard cancellation.isCancelled else { return }
        throw Failure(
            "command.interrupted", "interrupted; what was not begun is still there",
            hint: "the same command again goes on")
    }

    private func remove(_ removal: inout Removal, after done: ArraySlice<Removal>) throws {
        switch removal.extent {
        case .project(let project): try remove(project, &removal)
        case .scope: try removeScope(&removal, after: done)
        case .parts(let name):
            try withExtendedLifetime(try name.map { try lock($0, of: removal.scope) }) {
                try proveUnmounted(layout.scope(removal.scope).folder)
                if let name { try removeVolumes(removal.items, of: name, in: removal.scope) }
                try remove(removal.items)
            }
        case .reservations(let name): try registry.release(name, of: removal.scope)
        case .engine(let holding): try planning.lost?.remove(holding)
        case .spares:
            try proveUnmounted(layout.spares)
            for item in removal.items { try SpareInventory.remove(item, by: data.remove) }
            close(removal.folders)
        }
    }

    // MARK: a project

    private func remove(_ project: Project, _ removal: inout Removal) throws {
        let scope = layout.scope(project.scope)
        let folders = scope.project(project.name)
        if try FileSystem.entry(folders.folder)?.isDirectory != true {
            // Only ports, or a name.
            try registry.release(project.name, of: project.scope)
            return try forget(project.name, scope)
        }
        removal.stop = try stop?(project)
        try withExtendedLifetime(try lock(project.name, of: project.scope)) {
            try proveQuiet(project, folders)
            // What is there now: the stop itself wrote, and others may have.
            let now = try planning.whole(
                project, try RunInventory(scope), because: removal.reason)
            removal.items = now.items
            removal.kept = now.kept
            try proveUnmounted(folders.folder)
            try removeVolumes(now.items, of: project.name, in: project.scope)
            try remove(now.items)
            try registry.release(project.name, of: project.scope)
            try forget(project.name, scope)
            try FileSystem.removeFile(folders.lock)
            close(now.folders)
        }
    }

    private func lock(_ project: ProjectName, of scope: ScopeID) throws -> FileLock {
        try FileLock.acquire(
            layout.scope(scope).project(project).lock, note: "remove",
            milliseconds: Self.patience, cancellation: cancellation)
    }

    /// Nothing runs and no supervisor lives: only then data may go.
    private func proveQuiet(_ project: Project, _ folders: ProjectLayout) throws {
        var left = Self.patience / 10
        while try FileLock.isHeld(folders.supervisorLock), left > 0 {
            pause(milliseconds: 10)
            left -= 1
        }
        var alive: [String] = left > 0 ? [] : ["its supervisor"]
        // A damaged record tells nothing; the locks of the data still do.
        if let record = try? runs.current(project.name, of: project.scope) {
            let components = try truth.observe([record])[0].components
            alive += components.filter(\.isAlive).map(\.name.rawValue)
        }
        if alive.isEmpty { return }
        throw Failure(
            "cleanup.still_running", "'\(project.name)' still runs, so it keeps its data",
            at: folders.folder, because: ["alive: \(alive.joined(separator: ", "))"],
            hint: "envctl stop --project \(project.name)")
    }

    /// What is mounted in there is somebody else's, and no removal sees where it begins.
    private func proveUnmounted(_ folder: String) throws {
        let mounted = try Mounts.inside(folder)
        if mounted.isEmpty { return }
        throw Failure(
            "cleanup.mounted", "something is mounted in what should be removed", at: folder,
            because: ["mounted: \(mounted.joined(separator: ", "))"],
            hint: "unmount it, then try again")
    }

    /// Its name can be given anew, and the scope's maps don't show it any more.
    private func forget(_ project: ProjectName, _ scope: ScopeLayout) throws {
        guard try FileSystem.entry(scope.record) != nil else { return }
        let lock = try FileLock.acquire(
            scope.lock, note: "remove", milliseconds: Self.patience, cancellation: cancellation)
        try withExtendedLifetime(lock) {
            // Damaged: whoever writes it next sets it aside.
            guard var record = try? ScopeRecord.read(scope.record) else { return }
            record.projects.removeAll { $0.name == project }
            try record.write(scope.record, synced: true)
            try RunWriter(scope: scope, run: RunID(unchecked: "")).publishMaps()
        }
    }

    // MARK: a scope

    private func removeScope(_ removal: inout Removal, after done: ArraySlice<Removal>) throws {
        let failed = done.filter { $0.scope == removal.scope && $0.failure != nil }
        if let first = failed.first?.project {
            throw Failure(
                "cleanup.project_left", "the records of the repository stay",
                at: layout.scope(removal.scope).folder,
                because: ["'\(first)' could not be removed"], hint: "the same command again")
        }
        let scope = layout.scope(removal.scope)
        let lock = try FileLock.acquire(
            scope.lock, note: "remove", milliseconds: Self.patience, cancellation: cancellation)
        try withExtendedLifetime(lock) {
            // A project that was started in the meantime needs them.
            if let record = try? ScopeRecord.read(scope.record), !record.projects.isEmpty {
                removal.items = []
                return
            }
            try proveUnmounted(scope.folder)
            try remove(removal.items)
            try FileSystem.removeFile(scope.lock)
            close(removal.folders)
        }
    }

    // MARK: parts

    private func removeVolumes(
        _ items: [OwnedItem], of project: ProjectName, in scope: ScopeID
    ) throws {
        try VolumeInventory(planning.volumes, of: project, in: scope).remove(items)
    }

    private func remove(_ items: [OwnedItem]) throws {
        for item in items.sorted(by: { Self.order($0.kind) < Self.order($1.kind) }) {
            try goOn()
            if item.kind == .data, let component = item.component {
                try removeData(item, of: component)
            } else {
                for entry in item.entries { try data.remove(entry) }
            }
        }
    }

    /// Data first, as long as everything that tells whose it is is there.
    private static func order(_ kind: OwnedItem.Kind) -> Int {
        OwnedItem.Kind.allCases.firstIndex(of: kind) ?? 0
    }

    /// Under the data's own lock, which its processes hold for as long as one of them lives. The
    /// folder loses its name first: a removal that is cut short leaves no half of a database, but
    /// what every start and `prune` know as a leftover.
    private func removeData(_ item: OwnedItem, of component: ComponentID) throws {
        guard let held = try DataLock.attempt(item.path + ".lock") else {
            throw Failure(
                "cleanup.data_in_use", "a process still lives on the data of '\(component)'",
                at: item.path, because: ["it holds \(item.path).lock"],
                hint: "end it, then try again")
        }
        if let server = ProcessEntry.server(in: item.path) {
            throw Failure(
                "cleanup.data_in_use",
                "a server that is not ours lives on the data of '\(component)'", at: item.path,
                because: ["it is process \(server.pid) (\(server.name))"],
                hint: "end it, then try again")
        }
        try withExtendedLifetime(held) {
            let doomed = "\(item.path).new-gone-\(Random.hex(bytes: 4))"
            let isThere = item.entries.contains(item.path)
            if isThere { try FileSystem.move(item.path, to: doomed) }
            for entry in item.entries where entry != item.path { try data.remove(entry) }
            if isThere { try data.remove(doomed) }
            try FileSystem.removeFile(item.path + ".lock")
        }
    }

    /// Folders go when they are empty; one with something in it that is not ours stays.
    private func close(_ folders: [String]) {
        for folder in folders { try? FileSystem.removeEmptyFolder(folder) }  // see above
    }
}
