/// The findings as the XML that continuous integration reads from test runs: one suite for each
/// group; `fail` is a failure, `skip` is skipped, and a warning passes and stands in the output.
package enum JUnitReport {
    package static func text(_ results: [CheckResult]) -> String {
        let suites = CheckGroup.allCases.compactMap { group -> String? in
            let own = results.filter { $0.group == group }
            return own.isEmpty ? nil : suite(group, own)
        }
        let head = attributes([
            ("name", "envctl doctor"), ("tests", "\(results.count)"),
            ("failures", "\(count(.fail, results))"), ("skipped", "\(count(.skip, results))"),
        ])
        return
            (["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites\(head)>"] + suites
            + ["</testsuites>"]).joined(separator: "\n")
    }

    private static func suite(_ group: CheckGroup, _ results: [CheckResult]) -> String {
        let head = attributes([
            ("name", group.rawValue), ("tests", "\(results.count)"),
            ("failures", "\(count(.fail, results))"), ("errors", "0"),
            ("skipped", "\(count(.skip, results))"),
            ("time", seconds(results.map(\.milliseconds).reduce(0, +))),
        ])
        return (["  <testsuite\(head)>"] + results.map(testCase) + ["  </testsuite>"])
            .joined(separator: "\n")
    }

    private static func testCase(_ result: CheckResult) -> String {
        let head = attributes([
            ("classname", "envctl.doctor.\(result.group.rawValue)"), ("name", result.id),
            ("time", seconds(result.milliseconds)),
        ])
        return "    <testcase\(head)>\(verdict(result))</testcase>"
    }

    private static func verdict(_ result: CheckResult) -> String {
        let finding = result.finding
        let lines = finding.evidence + [finding.fix.map { "fix: \($0)" }].compactMap(\.self)
        let message = attributes([("message", finding.message)])
        switch result.severity {
        case .skip: return "<skipped\(message)/>"
        case .fail:
            let text = escaped(lines.joined(separator: "\n"))
            return "<failure\(message) type=\"\(result.severity.rawValue)\">\(text)</failure>"
        case .ok, .info, .warn:
            let text = ["\(result.severity.rawValue): \(finding.message)"] + lines
            return "<system-out>\(escaped(text.joined(separator: "\n")))</system-out>"
        }
    }

    private static func count(_ severity: Severity, _ results: [CheckResult]) -> Int {
        results.count { $0.severity == severity }
    }

    private static func seconds(_ milliseconds: Int) -> String {
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    private static func attributes(_ pairs: [(String, String)]) -> String {
        pairs.map { " \($0)=\"\(escaped($1))\"" }.joined()
    }

    /// What XML 1.0 has no form for becomes U+FFFD.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE:
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
