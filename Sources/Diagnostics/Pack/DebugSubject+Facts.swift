import RunState
import Vocabulary

extension DebugSubject {
    /// What the diagnosis is made from.
    package func facts() -> DiagnosisFacts {
        let gathering = FactGathering(layout: layout, kernel: kernel)
        var facts = project.map(gathering.project) ?? gathering.machine(worktree: nil)
        facts.place = place
        guard project != nil, !facts.isWorktreeGone else { return facts }
        do { facts.isConfigured = try configuration() != nil } catch {
            facts.configuration = Failure(error)
        }
        guard facts.configuration == nil, facts.isConfigured else { return facts }
        do { try preview() } catch { facts.start = Failure(error) }
        return facts
    }
}
