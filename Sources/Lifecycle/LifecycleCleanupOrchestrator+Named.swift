import Planning
import RunState
import Vocabulary

extension LifecycleCleanupOrchestrator {
    /// Those of the named components that have ever run here.
    ///
    /// - Parameter configured: the names that are known besides the recorded ones; asked for only
    ///   where one is not recorded.
    /// - Throws: `component.unknown`.
    func recorded(
        _ named: [ComponentID], in record: RunRecord?, _ configured: () -> [ComponentID]
    ) throws -> [ComponentID] {
        let recorded = record?.components.map(\.name) ?? []
        let rest = named.filter { !recorded.contains($0) }
        if rest.isEmpty { return named }
        let known = recorded + configured().filter { !recorded.contains($0) }
        for name in rest { try Selection.check(name, among: known) }
        return named.filter(recorded.contains)
    }
}
