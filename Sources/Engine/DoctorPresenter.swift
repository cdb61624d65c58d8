import Diagnostics
import Platform
import Routing
import Terminal
import Vocabulary

/// doctor: what is well and what is not, and with `--gate` whether this may be released.
struct DoctorPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let surroundings = DoctorSurroundings(context)
        let site = try surroundings.site()
        let doctor = try DoctorOrchestrator(site, only: context.route.values(.only))
        let checks =
            context.route.has(.fix)
            ? try doctor.repair(surroundings.site) : try doctor.examine()
        guard context.route.has(.gate) else { return answer(checks, gate: nil) }
        return answer(checks, gate: GateOrchestrator(site, checks: checks).judge())
    }

    /// Whether it is fit: with a gate its rows decide, and nothing else.
    private func answer(_ checks: [CheckResult], gate: [CheckResult]?) -> Answer {
        let ok = (gate ?? checks).allSatisfy { $0.severity != .fail }
        var answer = Answer(
            schema: "envctl.doctor/1", ok: ok, text: text(checks, gate),
            [
                "version": .string(BuildFacts.version), "checks": .array(checks.map(\.json)),
                "gate": gate.map(Self.json) ?? .null,
            ], exitCode: ok ? 0 : 1)
        if format == "sarif" {
            answer.json = SARIFReport.json(checks + (gate ?? []), version: BuildFacts.version)
            answer.text = answer.json.pretty
        }
        if format == "json" { answer.text = answer.json.compact }
        return answer
    }

    private static func json(_ gate: [CheckResult]) -> JSON {
        let gap = gate.filter { $0.severity == .fail }
        return [
            "name": "release", "open": .bool(gap.isEmpty), "rows": .array(gate.map(\.json)),
            "gap": JSON(gap.map(\.id)),
        ]
    }

    private var format: String { context.route.value(.reportFormat) ?? "text" }

    private func text(_ checks: [CheckResult], _ gate: [CheckResult]?) -> String {
        if format == "junit" { return JUnitReport.text(checks + (gate ?? [])) }
        let text = DoctorText(style: context.console.answerStyle, isPlain: isPlain)
        return gate.map { text.gate($0, checks: checks) } ?? text.report(checks)
    }

    /// Marks are for terminals.
    private var isPlain: Bool { !context.host.outputIsTerminal }
}
