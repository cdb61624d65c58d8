import Events
import Glibc
import Platform
import RunState
import Vocabulary
import Worktrees

/// The way into a project for a command that changes it: folders, name, lock.
struct ProjectEntry {
    private let project: Project
    private let parts: StartupParts

    /// Milliseconds: a start may take minutes, and the second one reports the same result.
    private static let patience = 900_000

    init(_ project: Project, _ parts: StartupParts) {
        self.project = project
        self.parts = parts
    }

    /// Makes the folders, records the project's name and takes its lock, waiting for its holder.
    ///
    /// Begins anew where the holder was a removal, which took the folders and the name with it.
    func enter(for verb: String, _ cancellation: Cancellation) throws -> FileLock {
        for _ in 0..<5 {
            do {
                let lock = try lock(for: verb, cancellation)
                if try isNamed { return lock }
            } catch let error as SystemError {
                guard error.errno == ENOENT else { throw error }
            }
        }
        return try lock(for: verb, cancellation)
    }

    private var isNamed: Bool {
        get throws {
            let record = try ScopeRecord.read(parts.layout.scope(project.scope).record)
            return record?.project(named: project.name) != nil
        }
    }

    private func lock(for verb: String, _ cancellation: Cancellation) throws -> FileLock {
        let scope = parts.layout.scope(project.scope)
        try parts.layout.prepare()
        try scope.prepare()
        try parts.folders(of: project).prepare()
        try recordName(scope)
        let lock = try FileLock.acquire(
            parts.folders(of: project).lock, note: verb, milliseconds: Self.patience,
            cancellation: cancellation
        ) { holder in
            parts.sink.emit(Event("start.waiting", data: ["holder": .string(holder)]))
        }
        // A stop that still waits makes its wish again.
        try parts.folders(of: project).stopWish.withdraw()
        try parts.runs.repairCurrent(project.name, of: project.scope) { failure, aside in
            parts.sink.emit(.setAside(failure, as: aside))
        }
        return lock
    }

    /// A project gets its name once; its path and branch follow.
    private func recordName(_ scope: ScopeLayout) throws {
        let lock = try FileLock.acquire(scope.lock, note: "name", milliseconds: 30_000)
        try withExtendedLifetime(lock) {
            let read = try ScopeRecord.readForWriting(scope.record, clock: parts.clock) {
                parts.sink.emit(.setAside($0, as: $1))
            }
            var record =
                read ?? ScopeNames(scope, parts.layout, environment: parts.host.environment).rebuilt
            let path =
                Scope.commonDirectory(ofProject: project.identity, in: project.scope)
                ?? project.worktree
            let entry = ScopeRecord.NamedProject(
                name: project.name, identity: project.identity, path: project.root,
                branch: project.branch,
                created: record.project(named: project.name)?.created ?? parts.clock.now())
            let directory = ScopeRecord.directory(at: path)
            if let read, read.project(named: project.name) == entry, read.path == path,
                read.directory == directory
            {
                return
            }
            if read == nil, let directory { tellOfMove(directory, to: path) }
            record.path = path
            record.directory = directory
            record.projects.removeAll { $0.name == project.name || $0.identity == project.identity }
            record.projects.append(entry)
            record.projects.sort { $0.name < $1.name }
            try record.write(scope.record, synced: true)
        }
    }

    /// A repository that was moved is another one by its path: its old data is not used, and that is
    /// said.
    private func tellOfMove(_ directory: String, to path: String) {
        for scope in parts.layout.allScopes() where scope.scope != project.scope {
            // What can't be read has nothing to tell.
            guard let record = try? ScopeRecord.read(scope.record), record.directory == directory,
                record.path != path, ScopeRecord.directory(at: record.path) == nil
            else { continue }
            let words =
                "this repository was at \(record.path) before; its data and ports are kept for that "
                + "place: move it back to go on with them"
            parts.sink.emit(Event("start.note", data: ["text": .string(words)]))
        }
    }
}
