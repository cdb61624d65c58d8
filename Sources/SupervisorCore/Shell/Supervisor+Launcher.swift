import Platform
import RunState
import Supervision
import Vocabulary

/// What is to be done when a command has vanished.
extension Supervisor {
    /// Sees the launcher go, by the other end of its pipe: one that goes before anybody has
    /// connected was killed, and nobody will come.
    func watchLauncher(_ pipe: Descriptor) throws {
        let registration = try loop.add(pipe.raw, []) { [unowned self] _ in
            if let (pipe, registration) = launcher { loop.remove(registration, pipe.raw) }
            launcher = nil
            feed(.launcherGone)
        }
        launcher = (pipe, registration)
    }

    /// The processes of its steps are not ours; their marks are in `steps.json`, written before
    /// their start.
    func strikeSteps() {
        let marks = RunLayout(run: start.run, folder: start.runFolder).stepMarks
        guard !marks.isEmpty else { return }
        let sweep = ProcessSweep(marks: marks, kernel: kernel)
        for _ in 0..<3 {
            // What is left then is ended by the next start.
            guard let struck = try? sweep.strike(), !struck.handles.isEmpty else { return }
        }
    }
}
