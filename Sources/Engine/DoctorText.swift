import Diagnostics
import Terminal

/// Doctor's report for people: group by group, with what helps below what is not well.
struct DoctorText {
    let style: Style
    /// Words in the place of marks.
    let isPlain: Bool

    func report(_ checks: [CheckResult]) -> String {
        let groups = CheckGroup.allCases.compactMap { group -> String? in
            let own = checks.filter { $0.group == group }
            if own.isEmpty { return nil }
            return ([style.paint(group.rawValue, .bold)] + own.flatMap(lines))
                .joined(separator: "\n")
        }
        return (groups + [summary(checks)]).joined(separator: "\n")
    }

    /// The gap, row by row; where there is none, one line.
    func gate(_ rows: [CheckResult], checks: [CheckResult]) -> String {
        let gap = rows.filter { $0.severity == .fail }
        let rest = rows.filter { $0.severity == .info || $0.severity == .warn }
        let skipped = rows.filter { $0.severity == .skip }
        var lines = (rest + skipped + gap).flatMap(lines)
        if gap.isEmpty {
            lines.append("the gate is open: \(rows.count - skipped.count) rows hold")
        } else {
            lines.append(
                "the gate is closed: \(gap.count) of \(rows.count) rows block the release")
        }
        return lines.joined(separator: "\n")
    }

    private func lines(_ result: CheckResult) -> [String] {
        var lines = ["  \(mark(result.severity)) \(result.id): \(result.finding.message)"]
        let isTold = result.severity > .ok
        if isTold { lines += result.finding.evidence.map { "      " + $0 } }
        lines += result.repaired.map { "      repaired: " + $0 }
        if isTold, let fix = result.finding.fix { lines.append("      next: " + fix) }
        return lines
    }

    private func summary(_ checks: [CheckResult]) -> String {
        let counts = [Severity.fail, .warn, .info, .skip, .ok].compactMap { severity -> String? in
            let count = checks.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue)"
        }
        return counts.joined(separator: ", ")
    }

    private func mark(_ severity: Severity) -> String {
        if isPlain { return severity.rawValue }
        switch severity {
        case .ok: return style.paint("✓", .green)
        case .info: return style.paint("·", .dim)
        case .skip: return style.paint("–", .dim)
        case .warn: return style.paint("!", .yellow)
        case .fail: return style.paint("✗", .red)
        }
    }
}
