import Inspection
import RunState
import Terminal
import Vocabulary

extension CommandContext {
    /// A start that takes longer is asked where its time went; milliseconds.
    private static let patience = 2000

    /// Where the time of that run's last start went; nil where nothing tells of it.
    func timings(_ project: Project, _ run: RunID) -> StartTimings? {
        // A record that can't be read is told of by the next start, which sets it aside.
        try? StartTimings.read(layout.scope(project.scope).run(run))
    }

    /// What a person at a terminal reads below the answer of a slow start; nil where it was quick.
    func slowness(of project: Project, _ run: RunID?, milliseconds: Int) -> String? {
        guard milliseconds > Self.patience, console.isLive, console.width != nil, let run else {
            return nil
        }
        return timings(project, run).map { TimingsText($0, console).path(of: milliseconds) }
    }
}
