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
    ///
    /// - Parameter limit: milliseconds that a check gets at most, whatever it would like to have.
    package func examine(within limit: Int? = nil) throws -> [CheckResult] {
        let deadlines = checks.map { min($0.deadline, limit ?? $0.deadline) }
        let pieces = zip(checks, deadlines).map { check, deadline in
            SideBySide.Piece(deadline: deadline) { examine(check) }
        }
        let answers = try SideBySide.run(pieces)
        return checks.indices.map { answers[$0] ?? Self.hung(checks[$0], deadlines[$0]) }
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

    private static func hung(_ check: any Check, _ deadline: Int) -> CheckResult {
        CheckResult(
            id: check.id, group: check.group,
            finding: CheckFinding(
                .fail, "the check \(check.id) gave no answer within \(deadline) ms",
                evidence: ["it hangs, and was left behind"]),
            milliseconds: deadline)
    }
}
