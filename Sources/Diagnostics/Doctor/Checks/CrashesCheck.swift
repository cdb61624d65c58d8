import Events
import Platform
import RunState
import Vocabulary

/// Crashes of envctl itself.
struct CrashesCheck: Check {
    let id = "self.crashes"
    let group = CheckGroup.own
    let promise = "envctl itself did not crash in the last seven days"
    let otherwise = "warn; info where it is longer ago"

    /// Milliseconds: a crash of long ago is no news, and a warning that stays hides others.
    private static let recent: Int64 = 7 * 86_400_000

    func look(at site: DoctorSite) throws -> CheckFinding {
        let reports = CrashReport.all(belowState: site.layout.roots.state)
        guard let newest = reports.first else { return .ok("no crash is on record") }
        let isRecent = site.clock.now().milliseconds - newest.time.milliseconds < Self.recent
        let count = reports.count == 1 ? "one crash" : "\(reports.count) crashes"
        return CheckFinding(
            isRecent ? .warn : .info, "\(count) of envctl itself on record",
            evidence: reports.prefix(5).map(\.sentence), fix: "envctl debug-pack",
            path: CrashReport.folder(belowState: site.layout.roots.state))
    }
}
