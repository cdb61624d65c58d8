import RunState
import Vocabulary

/// The runs that a bundle is about: the one that was asked for, else the project's latest, and the
/// one of the same project before it.
struct RunChoice {
    let runs: [RunID]

    init(_ subject: DebugSubject, _ scope: ScopeLayout) {
        guard let project = subject.project else {
            runs = []
            return
        }
        let all = scope.allRuns().filter { run in
            if run == subject.run { return true }
            // A damaged record tells no project: it may be this one's.
            guard let record = try? RunRecord.read(scope.run(run).runState) else { return true }
            return record.project == project.name
        }
        let last = subject.run.map { wanted in all.lastIndex { $0 <= wanted } } ?? all.indices.last
        runs = last.map { Array(all[max(0, $0 - 1)...$0]) } ?? []
    }
}
