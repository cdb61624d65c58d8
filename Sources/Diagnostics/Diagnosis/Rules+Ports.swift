import RunState
import Truth
import Vocabulary

/// Ports.
extension Rules {
    static let ports: [Rule] = [
        Rule("port_taken") { facts in
            let seen = (facts.observed?.components ?? []).compactMap { component -> Cause? in
                guard component.status == .foreign, let holder = component.holder else {
                    return nil
                }
                return taken(component.name, "its port \(holder.port) is held by \(holder)")
            }
            let told = facts.complaints.filter { taken.contains($0.code) }.filter { complaint in
                !seen.contains { $0.component == complaint.component }
            }
            return seen + told.map { taken($0.component, $0.evidence) }
        },
        Rule(
            "ports_exhausted", codes: ["port.range_exhausted", "port.retries_exhausted"],
            "no port is free", next: "ss -ltnp",
            advice: "end what listens there, or widen "
                + "'ports.range'"),
        Rule(
            "port_reserved", codes: ["port.reserved"], "another project keeps that port",
            next: "envctl prune --dry-run", advice: "take another 'port', or let the port move"),
    ]

    /// A stranger on a port that is kept for a component that does not run: a start moves it.
    static let strangers = Rule("port_stranger") { facts in
        facts.strangers.map { stranger in
            Cause(
                "port_stranger",
                "somebody else listens on port \(stranger.holder.port), "
                    + "which '\(stranger.component)' keeps", component: stranger.component,
                evidence: ["port \(stranger.holder.port) is held by \(stranger.holder)"],
                next: "envctl start",
                advice: "end it first to keep the port; else the start takes another one")
        }
    }

    private static let taken: Set<String> = ["port.held", "component.foreign_port"]

    private static func taken(_ component: ComponentID?, _ evidence: String) -> Cause {
        taken(component, [evidence])
    }

    private static func taken(_ component: ComponentID?, _ evidence: [String]) -> Cause {
        let name = component.map { " of '\($0)'" } ?? ""
        return Cause(
            "port_taken", "somebody else listens on the port\(name)", component: component,
            evidence: evidence, next: "envctl start",
            advice: "end the process that is named, or let the start take another port "
                + "('port_conflict: move')")
    }
}
