import Events
import Glibc
package import Platform
package import RunState
import Supervision
import Truth
import Vocabulary

/// Looks at everything that a diagnosis is made from, and changes nothing. What can't be looked at is
/// left out: a diagnosis is made of what there is.
package struct FactGathering {
    private let layout: StateLayout
    private let kernel: KernelInstance

    package init(layout: StateLayout, kernel: KernelInstance) {
        self.layout = layout
        self.kernel = kernel
    }

    /// What is true without any project.
    package func machine(worktree: String?) -> DiagnosisFacts {
        var facts = DiagnosisFacts()
        facts.worktree = worktree
        facts.folders = roots.map(Self.folder)
        let places = roots + (worktree.map { [("worktree", $0)] } ?? [])
        facts.fileSystems = places.compactMap { MachineFacts.fileSystem(role: $0.0, path: $0.1) }
        do { try layout.roots.verify() } catch { facts.records.append(Failure(error)) }
        return facts
    }

    /// What is true of one project.
    package func project(_ project: Project) -> DiagnosisFacts {
        var facts = machine(worktree: project.worktree)
        facts.project = project.name
        facts.isWorktreeGone = !FileSystem.isDirectory(project.worktree)
        let folders = layout.scope(project.scope).project(project.name)
        let run = currentRun(folders)
        facts.observed = observed(project, &facts.records)
        let reader = RecordReading(folders: folders, scope: layout.scope(project.scope), run: run)
        reader.read(into: &facts)
        facts.staleSocket = staleSocket(project, run, facts.observed)
        facts.supervisor = silence(facts.observed)
        facts.supervisorCrash = crash(facts.observed)
        facts.strangers = strangers(project, facts.observed)
        facts.lockHolder = holder(folders.lock)
        return facts
    }

    private var roots: [(String, String)] {
        [
            ("state", layout.roots.state), ("runtime", layout.roots.runtime),
            ("cache", layout.roots.cache),
        ]
    }

    private static func folder(role: String, path: String) -> FolderFact {
        guard FileSystem.exists(path), access(path, W_OK | X_OK) != 0 else {
            return FolderFact(role: role, path: path)
        }
        // A file system that is read-only has a rule of its own.
        return FolderFact(role: role, path: path, denied: errno == EROFS ? nil : errno)
    }

    /// The folder of the project's latest run; nil where it never had one.
    private func currentRun(_ folders: ProjectLayout) -> RunLayout? {
        // No link: nothing was started yet.
        guard let target = try? FileSystem.readLink(folders.current) else { return nil }
        let run = RunID(unchecked: Path.name(target))
        return RunLayout(run: run, folder: Path.absolute(target, in: folders.folder))
    }

    private func observed(_ project: Project, _ problems: inout [Failure]) -> ObservedProject? {
        do {
            let record = try RunRepository(layout).current(project.name, of: project.scope)
            return try record.flatMap {
                try Truth(layout: layout, kernel: kernel).observe([$0]).first
            }
        } catch {
            problems.append(Failure(error))
            return nil
        }
    }

    private func crash(_ observed: ObservedProject?) -> String? {
        guard let record = observed?.record, let pid = record.supervisor?.identity.pid else {
            return nil
        }
        // A report has whole seconds; one from before the run is of another process with that pid.
        let since = record.started.milliseconds - 1000
        return CrashReport.all(belowState: layout.roots.state).first {
            $0.program == "envctl-supervisor" && $0.pid == pid && $0.time.milliseconds >= since
        }?.sentence
    }

    private func staleSocket(
        _ project: Project, _ run: RunLayout?, _ observed: ObservedProject?
    ) -> String? {
        let lock = layout.scope(project.scope).project(project.name).supervisorLock
        // A supervisor lives also where its record can't be read; without the lock's file none does.
        let isHeld = (try? FileLock.isHeld(lock)) ?? false
        guard observed?.supervisor != .running, !isHeld else { return nil }
        // Damaged: its reader has told so.
        let launch = run.flatMap { try? LaunchRecord.read(runFolder: $0.folder) }
        // A path that is too long has no socket.
        let own = try? SocketLayout(layout.roots, project: project).supervisor
        let paths = [launch?.socket, own].compactMap(\.self)
        return paths.first { path in
            // Gone meanwhile: not there.
            (try? FileSystem.status(path, followLinks: false))?.isSocket ?? false
        }
    }

    private func silence(_ observed: ObservedProject?) -> Failure? {
        guard let observed, observed.supervisor == .running,
            let supervisor = observed.record.supervisor
        else { return nil }
        return SupervisorClient.silence(
            socket: supervisor.socket, pid: supervisor.identity.pid, within: Promptness.answer)
    }

    private func strangers(_ project: Project, _ observed: ObservedProject?) -> [StrangerFact] {
        // A damaged book is told of by its reader.
        guard let reservations = try? PortRegistry(layout).reservations(),
            let view = try? SystemView(kernel: kernel)  // without the kernel nothing is known
        else { return [] }
        let own = reservations.filter {
            $0.scope == project.scope && $0.project == project.name
        }
        return own.compactMap { reservation in
            let component = observed?[reservation.component]
            if component?.isAlive == true || component?.holder != nil { return nil }
            return view.listeners(on: reservation.port).first.map {
                StrangerFact(component: reservation.component, holder: view.holder(of: $0))
            }
        }
    }

    private func holder(_ lock: String) -> String? {
        // What can't be opened is held by nobody who could be named.
        guard (try? FileLock.isHeld(lock)) == true else { return nil }
        return FileLock.holder(of: lock)
    }
}
