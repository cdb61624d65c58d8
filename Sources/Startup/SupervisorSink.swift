import Events
import Planning
import Supervision

/// Hands events to the supervisor, which alone writes `events.jsonl`. The output of steps stays
/// out of it: nobody knows what secrets programs print.
struct SupervisorSink: EventSink {
    private let client: SupervisorClient
    private let digest: CommandDigest

    init(_ client: SupervisorClient, digest: CommandDigest) {
        self.client = client
        self.digest = digest
    }

    func emit(_ event: Event) {
        if event.name == "step.output" { return }
        // Where the supervisor is gone, the next call that matters says so.
        try? client.record([event.withoutCommandLines(digest.of)])
    }
}
