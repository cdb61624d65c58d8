import Platform
import RunState
import Supervision
import Truth
import Vocabulary

/// Ports that containers of a project publish although nobody watches them any more: supervisor and
/// client were killed, and the engine's own proxy listens. A start removes such a container before it
/// runs another, so the port is no stranger's.
enum ContainerPorts {
    /// Milliseconds that the engine has to answer; without an answer its proxy is a stranger.
    private static let patience = 5000

    /// Asks the engine only where something listens on a port of a component without a process.
    static func of(_ present: PresentProject) -> Set<Port> {
        let orphaned = (present.launch?.components ?? []).compactMap { launched -> LaunchSpec? in
            guard present.observed?[launched.component]?.isAlive != true else { return nil }
            return launched.spec?.container == nil ? nil : launched.spec
        }
        if orphaned.isEmpty { return [] }
        // Not told: then nobody is known to listen.
        let listening = Set(((try? Listeners.all()) ?? []).map(\.port))
        return orphaned.reduce(into: []) { ports, spec in
            let own = Set(spec.ports.map(\.port))
            guard !own.isDisjoint(with: listening) else { return }
            ports.formUnion(published(spec))
        }
    }

    private static func published(_ spec: LaunchSpec) -> Set<Port> {
        guard let rule = spec.container else { return [] }
        let pairs = spec.environment.compactMap { pair -> (String, String)? in
            guard let mark = pair.firstIndex(of: "=") else { return nil }
            return (String(pair[..<mark]), String(pair[pair.index(after: mark)...]))
        }
        var process = Subprocess(
            rule.engine, rule.ports, environment: Dictionary(pairs) { $1 }, directory: "/")
        process.mergesErrors = false
        process.timeout = patience
        // See above.
        guard let result = try? process.run(), result.isSuccess else { return [] }
        return Set(ContainerRule.ports(in: result.text).compactMap { Port($0) })
    }
}
