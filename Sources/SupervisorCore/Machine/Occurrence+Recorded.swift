import Supervision
import Vocabulary

extension Occurrence {
    /// What the debug recorder is told: never a spec, which has an environment.
    var recorded: JSON.Object {
        var data: JSON.Object = ["what": .string(word)]
        if let incarnation { data["incarnation"] = .string("\(incarnation)") }
        switch self {
        case .probeAnswered(_, let probe, let answer):
            data["probe"] = .string(probe)
            data["answer"] = .string(answer)
        case .probePassed(_, let probe), .probeForeign(_, let probe, _):
            data["probe"] = .string(probe)
        case .healthChanged(_, _, let answer): data["answer"] = .string(answer)
        case .exited(_, let exit, _): data["exit"] = .string("\(exit)")
        case .spawnFailed(_, let failure), .persistFailed(let failure):
            data["error"] = .string(failure.code)
        case .scanned(_, let left, _): data["left"] = JSON(left.count)
        case .terminated(let signal): data["signal"] = JSON(Int(signal))
        default: break
        }
        return data
    }

    private var word: String {
        switch self {
        case .adopted: "adopted"
        case .spawned: "spawned"
        case .spawnFailed: "spawn_failed"
        case .dataHeld: "data_held"
        case .exited: "exited"
        case .probeAnswered: "probe_answered"
        case .probePassed: "probe_passed"
        case .probeForeign: "probe_foreign"
        case .healthChanged: "health_changed"
        case .deadlineExtended: "deadline_extended"
        case .scanned: "scanned"
        case .containerStays: "container_stays"
        case .timer(let key): "timer_\(key.word)"
        case .request: "request"
        default: machineWord
        }
    }

    private var machineWord: String {
        switch self {
        case .clientCame: "client_came"
        case .clientGone: "client_gone"
        case .launcherGone: "launcher_gone"
        case .persistFailed: "persist_failed"
        case .worktreeGone: "worktree_gone"
        case .logTruncated: "log_truncated"
        case .watched: "watched"
        case .filesChanged: "files_changed"
        case .lacking: "lacking"
        case .terminated: "terminated"
        default: "other"
        }
    }
}

extension TimerKey {
    fileprivate var word: String {
        switch self {
        case .ready: "ready"
        case .grace: "grace"
        case .scan: "scan"
        case .lock: "lock"
        case .delay: "delay"
        case .watch: "watch"
        case .unused: "unused"
        }
    }
}
