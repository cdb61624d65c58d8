package import RunState
package import Truth
package import Vocabulary

/// All that a diagnosis is made from: values, gathered before.
package struct DiagnosisFacts: Sendable {
    /// Why the repository or the project can't be found.
    package var place: Failure?
    package var project: ProjectName?
    package var worktree: String?
    package var isWorktreeGone = false
    package var isConfigured = true
    /// Why the configuration can't be used.
    package var configuration: Failure?
    /// What a start would end with now, before it began anything.
    package var start: Failure?
    /// Why a record can't be read.
    package var records: [Failure] = []
    /// The latest run's, newest first.
    package var failures: [FailureEntry] = []
    /// Of the latest run; nil where there is none, or it can't be read.
    package var observed: ObservedProject?
    package var exits: [ExitFact] = []
    package var fileSystems: [FileSystemFact] = []
    package var folders: [FolderFact] = []
    /// A control socket that nobody answers at.
    package var staleSocket: String?
    /// The supervisor lives, and does not answer.
    package var supervisor: Failure?
    /// What a crash report says of the latest run's supervisor.
    package var supervisorCrash: String?
    /// Strangers on ports that are reserved for this project.
    package var strangers: [StrangerFact] = []
    /// Who holds the project's lock, in its own words.
    package var lockHolder: String?

    package init() {}

    /// Everything that complains, what was seen just now first.
    package var complaints: [Complaint] {
        let now = [place, configuration, start, supervisor].compactMap(\.self) + records
        return now.map(Complaint.init) + failures.map(Complaint.init)
    }
}

/// The end of a component's process, as the run's events have it.
package struct ExitFact: Sendable, Equatable {
    package var component: ComponentID
    package var pid: Int32?
    package var signal: Int32?
    package var code: Int32?
    package var time: Timestamp
    /// The kernel's own words, where it ended that process for lack of memory.
    package var outOfMemory: String?

    package init(component: ComponentID, time: Timestamp) {
        self.component = component
        self.time = time
    }
}

/// What `statvfs` says of the file system that a folder of ours is on.
package struct FileSystemFact: Sendable, Equatable {
    /// `state`, `runtime`, `cache`, `worktree`.
    package var role: String
    package var path: String
    /// Bytes that this user may still write.
    package var free: UInt64
    package var total: UInt64
    /// Files that may still be made; nil where the file system does not count them.
    package var freeFiles: UInt64?
    package var isReadOnly: Bool

    package init(
        role: String, path: String, free: UInt64, total: UInt64, freeFiles: UInt64? = nil,
        isReadOnly: Bool = false
    ) {
        self.role = role
        self.path = path
        self.free = free
        self.total = total
        self.freeFiles = freeFiles
        self.isReadOnly = isReadOnly
    }

    /// Less is left than one run's own files take.
    var isFull: Bool { !isReadOnly && (free < 1 << 20 || freeFiles.map { $0 < 16 } ?? false) }
}

/// A folder of envctl's as it is.
package struct FolderFact: Sendable, Equatable {
    package var role: String
    package var path: String
    /// `errno` of the attempt to write there; nil where it is possible, or the folder is not there.
    package var denied: Int32?

    package init(role: String, path: String, denied: Int32? = nil) {
        self.role = role
        self.path = path
        self.denied = denied
    }
}

/// Somebody else on a port that a component keeps.
package struct StrangerFact: Sendable, Equatable {
    package var component: ComponentID
    package var holder: PortHolder

    package init(component: ComponentID, holder: PortHolder) {
        self.component = component
        self.holder = holder
    }
}
