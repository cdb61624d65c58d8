import RunState
import Vocabulary

extension StartupParts {
    /// Between the phases of a start that has no supervisor yet.
    ///
    /// - Throws: `start.stopped` where a stop of the project waits.
    func heed(_ project: Project) throws {
        if folders(of: project).stopWish.isMade { throw Self.stopped }
    }

    static let stopped = Failure(
        "start.stopped", "the environment was stopped while it was being started",
        because: ["another command stopped it, or its supervisor was killed"],
        hint: "envctl start")
}
