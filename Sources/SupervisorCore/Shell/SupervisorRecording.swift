import Events
import Platform
import RunState
import Supervision
import Vocabulary

/// The debug recorder of a supervisor, where the command that started it was to record.
enum SupervisorRecording {
    static func begin(_ start: SupervisorStart, secrets: SecretRegistry) {
        let pairs = start.environment.map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts.dropFirst().first ?? ""))
        }
        // A trace is the command's: a file has one writer.
        let environment = Dictionary(pairs) { first, _ in first }
        guard let wish = DebugWish(environment, directory: "/") else { return }
        let debug = Path.join(Path.parent(Path.parent(start.runFolder)), "debug")
        // Made by the command; without it nothing is recorded.
        guard FileSystem.isDirectory(debug) else { return }
        let recorder = DebugRecorder(
            wish, program: "envctl-supervisor", version: ProductVersion.current,
            command: start.project.rawValue, suffix: "-supervisor", secrets: secrets)
        recorder.settle(in: debug)
        Recording.begin(recorder)
    }
}
