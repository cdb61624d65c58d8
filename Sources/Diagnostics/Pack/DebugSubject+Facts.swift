import Platform
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
        facts.start = start()
        return facts
    }

    /// What a start would end with; nil where it would begin.
    private func start() -> Failure? {
        let preview = preview
        let piece = SideBySide.Piece(deadline: Promptness.answer) { () -> Failure? in
            do {
                try preview()
                return nil
            } catch { return Failure(error) }
        }
        do {
            guard let answer = try SideBySide.run([piece])[0] else { return Self.hung }
            return answer
        } catch { return Failure(error) }
    }

    private static let hung = Failure(
        "start.no_preview", "what a start would do can't be told in time",
        because: ["a program or a server that was asked hangs"],
        hint: "'envctl explain-startup' waits for it")
}
