import Supervision
import Vocabulary

/// Keeping the components' logs, and what is asked about them.
extension Supervisor {
    func connectLogs() {
        logs.onTruncated = { [unowned self] component, size in
            // It begins anew; so does what is shown of the last launch.
            if let path = logOffsets[component]?.path { logOffsets[component] = (path, 0) }
            feed(.logTruncated(component, from: size))
        }
        logs.onLack = { [unowned self] in feed(.lacking($0, sentence: $1)) }
    }

    /// Forgets what components have written so far, whether they run or not.
    func clearLogs(of components: [ComponentID]) throws -> JSON {
        let known = try components.filter { component in
            guard let hasStayed = try logs.clear(component) else { return false }
            if !hasStayed, let path = logOffsets[component]?.path {
                logOffsets[component] = (path, 0)
                markDirty()
            }
            return true
        }
        return ["components": JSON(known.map(\.rawValue))]
    }
}
