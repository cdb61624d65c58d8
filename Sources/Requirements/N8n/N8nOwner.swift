import Configuration
import Platform
import Steps
import Vocabulary

/// The owner's account, set up once: without it whoever comes first to the page would become owner.
struct N8nOwner {
    private let client: N8nClient
    private let email: String
    private let password: String

    static func isWanted(_ instance: RequirementInstance) -> Bool {
        instance.value("owner")?.bool ?? true
    }

    static func email(_ instance: RequirementInstance) -> String {
        instance.value("owner_email")?.string ?? "owner@envctl.test"
    }

    /// Optional: an instance without an owner works all the same.
    static func step(_ instance: RequirementInstance) throws -> Step {
        try SoftBootstrap.step(
            StepID(unchecked: instance.component.rawValue).child("owner"),
            "set up the owner of \(instance.component)", of: instance.component
        ) { context in
            try await Blocking.run {
                // Its port may have moved since the step was made.
                let now = try instance.current()
                return try N8nOwner(now, context.cancellation).setUp(now)
            }
        }
    }

    private init(_ instance: RequirementInstance, _ cancellation: Cancellation) throws {
        client = N8nClient(access: try N8nAccess(instance), cancellation: cancellation)
        email = Self.email(instance)
        password = try instance.secret("owner_password")
    }

    private func setUp(_ instance: RequirementInstance) throws -> StepOutcomeNote? {
        var record = try instance.existingRecord()
        if try client.wantsOwner() {
            try client.setUpOwner(email: email, password: password)
        } else if record.isSeeded {
            // What the owner changed since is the owner's.
            return StepOutcomeNote(skipped: "the owner is there")
        }
        try client.logIn(email: email, password: password)
        record.isSeeded = true
        try record.save(to: instance.paths.record, synced: true)
        return nil
    }
}
