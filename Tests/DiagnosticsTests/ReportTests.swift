import Testing
import Vocabulary

@testable import Diagnostics

@Suite struct ReportTests {
    private let results = Severity.allCases.map { severity in
        CheckResult(
            id: "runtime.\(severity.rawValue)", group: .runtime,
            finding: CheckFinding(
                severity, "a < b & \"c\"", evidence: ["tab\u{1}\u{7}"], fix: "envctl stop",
                path: "/tmp/a b"), milliseconds: 1234)
    }

    @Test func junitCountsAndEscapes() {
        let text = JUnitReport.text(results)
        #expect(text.contains(#"tests="5" failures="1" errors="0" skipped="1" time="6.170""#))
        #expect(text.contains(#"message="a &lt; b &amp; &quot;c&quot;""#))
        #expect(text.contains("tab\u{FFFD}\u{FFFD}"))
        #expect(text.contains(#"<skipped message="#))
        #expect(text.contains("warn: a &lt; b"))
    }

    @Test func sarifTellsFailuresFromTheRest() throws {
        let runs = SARIFReport.json(results, version: "1")["runs"]?.array
        let found = try #require(runs?.first?["results"]?.array)
        #expect(found.map { $0["level"]?.string } == ["none", "none", "none", "warning", "error"])
        #expect(
            found.map { $0["kind"]?.string } == [
                "notApplicable", "pass", "informational", "fail", "fail",
            ])
        let place = found[0]["locations"]?.array?.first?["physicalLocation"]?["artifactLocation"]
        #expect(place?["uri"] == "file:///tmp/a%20b")
    }
}
