import Platform
import RunState
package import Vocabulary

/// doctor: looks at everything at once, and repairs what is safe to repair where that is asked for.
package struct DoctorOrchestrator: Sendable {
    private let site: DoctorSite
    private let checks: [any Check]

    /// - Parameters:
    ///   - only: ids and groups; all checks where it is empty.
    /// - Throws: `doctor.unknown_check` with the nearest known word.
    package init(_ site: DoctorSite, only: [String] = []) throws(Failure) {
        self.init(site, checks: try CheckTable.checks(only: only))
    }

    init(_ site: DoctorSite, checks: [any Check]) {
        self.site = site
        self.checks = checks
    }

    /// One result for each check, in the order of the table.
    package func examine() throws -> [CheckResult] {
        let pieces = checks.map { check in
            SideBySide.Piece(deadline: check.deadline) { examine(check) }
        }
        let answers = try SideBySide.run(pieces)
        return zip(checks, answers).map { check, answer in answer ?? Self.hung(check) }
    }

    /// As `examine`, and does what the findings allow; then looks once more at what was repaired.
    ///
    /// - Parameter refreshed: the site as it is after the repairs.
    package func repair(_ refreshed: () throws -> DoctorSite) throws -> [CheckResult] {
        var results = try examine()
        let ports = PortRegistry(site.layout, clock: site.clock)
        var isChanged = false
        for index in results.indices {
            for repair in results[index].finding.repairs {
                guard let done = try repair.apply(ports) else { continue }
                results[index].repaired.append(done)
                isChanged = true
            }
        }
        guard isChanged else { return results }
        let after = try DoctorOrchestrator(try refreshed(), checks: checks).examine()
        return zip(results, after).map { old, new in
            var new = new
            new.repaired = old.repaired
            return new
        }
    }

    private func examine(_ check: any Check) -> CheckResult {
        let began = site.clock.monotonic()
        let finding: CheckFinding
        do { finding = try check.look(at: site) } catch { finding = CheckFinding(Failure(error)) }
        return CheckResult(
            id: check.id, group: check.group, finding: finding,
            milliseconds: Int((site.clock.monotonic() - began) / 1_000_000))
    }

    private static func hung(_ check: any Check) -> CheckResult {
        CheckResult(
            id: check.id, group: check.group,
            finding: CheckFinding(
                .fail, "the check \(check.id) gave no answer within \(check.deadline) ms",
                evidence: ["it hangs, and was left behind"]),
            milliseconds: check.deadline)
    }
}
