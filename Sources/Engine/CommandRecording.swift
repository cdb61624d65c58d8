import Events
import Planning
import Platform
import Routing
import RunState
import Vocabulary

/// The debug recorder of one command, where the environment asks for it.
final class CommandRecording: Sendable {
    let recorder: DebugRecorder

    /// Nil where nobody asks.
    init?(host: Host, arguments: [String], secrets: SecretRegistry, clock: Clock) {
        guard let wish = DebugWish(host.environment, directory: host.directory) else { return nil }
        // A word that is no command's may be anything.
        let name = arguments.first.flatMap(CommandName.init(rawValue:))?.rawValue
        recorder = DebugRecorder(
            wish, program: "envctl", version: BuildFacts.version, command: name ?? "other",
            secrets: secrets, clock: clock)
        Recording.begin(recorder)
    }

    /// Where the session of this repository's commands goes.
    func settle(in scope: ScopeLayout) {
        // Nowhere to write (a full disk, a state that is read-only): then nothing is recorded.
        guard (try? scope.prepareDebug()) != nil else { return }
        let digest = CommandDigest(scope)
        recorder.settle(in: scope.debug) { digest.of($0) }
    }

    /// The end of the command; where it stood in no repository the session is the machine's.
    func end(_ layout: StateLayout?) {
        // As above.
        if recorder.folder == nil, let layout, (try? layout.prepareDebug()) != nil {
            recorder.settle(in: layout.debug)
        }
        Recording.end()
        recorder.close()
    }
}
