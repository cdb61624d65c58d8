import Planning
import Platform
import RunState
import Startup
import Terminal
import Vocabulary

/// The outcome of a start in words.
struct StartText {
    private let outcome: StartOutcome
    /// The project's name for people.
    private let label: String
    private let console: Console

    init(_ outcome: StartOutcome, _ label: String, _ console: Console) {
        self.outcome = outcome
        self.label = label
        self.console = console
    }

    var text: String {
        var parts = [headline]
        if outcome.ending == .planned {
            parts.append(plan)
            // A start tells them on its way.
            parts += outcome.notes.map { "note: \($0)" }
        } else if !outcome.components.isEmpty {
            parts.append(
                ComponentTable(components: outcome.components, decisions: decisions).render(console)
            )
        }
        return parts.joined(separator: "\n")
    }

    private var headline: String {
        let name = console.answerStyle.paint(label, .bold)
        let time = Elapsed(milliseconds: outcome.milliseconds)
        switch outcome.ending {
        case .ready: return "\(name): ready in \(time)"
        case .unchanged:
            let isAll = outcome.components.allSatisfy { $0.status == .ready }
            let isVain = outcome.plan?.components.contains { $0.decision == .keep } != true
            if isVain { return "\(name): nothing to do, all of it was left out" }
            return
                "\(name): nothing to do, \(isAll ? "everything" : "what was asked for") runs already"
        case .launched: return "\(name): launched in \(time)"
        case .planned: return "\(name): this is what a start would do"
        case .degraded: return "\(name): runs in part, after \(time)"
        case .failed: return "\(name): failed after \(time)"
        case .interrupted: return "\(name): interrupted; what this start began was stopped"
        }
    }

    private var plan: String {
        var table = Table(columns: [
            "COMPONENT", "ACTION", "PORTS", Table.Column("WHY", isFlexible: true),
        ])
        for component in outcome.plan?.components ?? [] {
            let ports = outcome.plan?.blueprint.ports.filter { $0.component == component.id } ?? []
            table.append([
                Table.Cell(component.id.rawValue, .bold), Table.Cell(component.decision.word),
                Table.Cell(ports.map { $0.final.description }.joined(separator: ", ")),
                Table.Cell(why(component)),
            ])
        }
        return table.render(style: console.answerStyle, width: console.width)
    }

    private func why(_ component: PlannedComponent) -> String {
        (component.decision.reasons + (component.backendReason.map { [$0] } ?? []))
            .joined(separator: "; ")
    }

    /// What was done with each, and why.
    private var decisions: [ComponentID: String] {
        var result: [ComponentID: String] = [:]
        for component in outcome.plan?.components ?? [] {
            switch component.decision {
            case .restart(let parts):
                result[component.id] = "restarted: " + parts.joined(separator: "; ")
            case .keep: result[component.id] = "ran already"
            case .skip(let reason): result[component.id] = reason
            case .start, .await: break
            }
        }
        return result
    }
}

extension StartOutcome {
    /// Its run has a record of what it did.
    var ranSteps: Bool {
        switch ending {
        case .ready, .launched, .degraded, .failed: true
        case .unchanged, .planned, .interrupted: false
        }
    }

    /// Its failures as a person is told of them; an interruption is one too.
    var told: [Failure] {
        if ending == .interrupted {
            let words = "the start was interrupted; what it began was stopped"
            return [Failure("start.interrupted", words, hint: "envctl start").of(project)]
        }
        if isSuccess { return [] }
        return failures.map { entry in
            Failure(
                entry.code, entry.message, at: entry.place, because: entry.causes,
                hint: entry.advice(for: "start"),
                details: ["project": project.name.json])
        }
    }
}

extension FailureEntry {
    /// The step that failed, or the component, where launching it or its getting ready did.
    var place: String? {
        let own = component.map { ["\($0).launch", "\($0).ready"] } ?? []
        if let step, !own.contains(step) { return "step '\(step)'" }
        return component.map { "component '\($0)'" }
    }

    /// What to type next. What a step of a component wrote is in that one's log.
    func advice(for verb: String) -> String {
        if let hint { return hint }
        if let component { return "envctl logs \(component)" }
        return step == nil ? "envctl logs" : "mend what it runs, then type: envctl \(verb)"
    }
}

extension Failure {
    /// The same with the project that it happened to.
    func of(_ project: Project) -> Failure {
        var copy = self
        copy.details["project"] = project.name.json
        if copy.location == nil { copy.location = "project '\(project.name)'" }
        return copy
    }
}

extension StartOutcome {
    /// One member of `projects` in the answer of `start`.
    var json: JSON {
        [
            "name": project.name.json, "scope": project.scope.json, "ok": .bool(isSuccess),
            "outcome": .string(ending.rawValue), "run_id": run?.json ?? .null,
            "milliseconds": JSON(milliseconds),
            "plan": .array((plan?.components ?? []).map(\.json)),
            "ports": .array((plan?.blueprint.ports ?? []).map(\.json)),
            "components": .array(components.map(\.summary)),
            "failures": .array(failures.map(\.json)), "notes": JSON(notes),
        ]
    }
}

extension ComponentRecord {
    /// What the answers of commands that change something tell of a component.
    var summary: JSON {
        [
            "name": name.json, "kind": .string(kind.rawValue), "status": .string(status.rawValue),
            "reason": JSON(reason), "url": JSON(url),
            "ports": .array(
                ports.map { ["resource": .string($0.resource), "port": $0.port.json] }),
            "pid": JSON(identity.map { Int($0.pid) }), "ready_ms": JSON(times.readyMilliseconds),
            "restarts": JSON(restarts), "version": JSON(version), "log": JSON(log),
        ]
    }
}
