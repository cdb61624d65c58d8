import Platform
import Steps
import Vocabulary

/// The folder in which a native n8n keeps its settings, its files and, without a server, its data.
struct N8nData: Sendable {
    let instance: RequirementInstance

    func step() throws -> Step {
        try Step(
            StepID(unchecked: instance.component.rawValue).child("data"),
            "prepare the data of \(instance.component)",
            function: { _ in try await Blocking.run { try prepare() } }, idempotent: true,
            component: instance.component)
    }

    /// Node.js is often installed for one account alone.
    private func checkProgram() throws {
        guard let account = instance.account, let program = instance.resolution.program else {
            return
        }
        let path = try Path.canonical(program)
        guard let folder = try account.firstUnsearchableAncestor(of: path) else { return }
        throw Failure(
            "requirement.account_blocked",
            "the account '\(account.name)' can't reach the program", at: folder,
            because: ["it is on the way to \(path)"],
            hint: "install it where every account can run it, or set another 'account:'",
            details: ["folder": .string(folder), "account": .string(account.name)])
    }

    private func prepare() throws -> StepOutcomeNote? {
        try instance.checkReach()
        try checkProgram()
        try GivenFolder.makeWay(to: instance.paths.data, account: instance.account)
        if FileSystem.exists(instance.paths.data) {
            // It may be in use: by the process that the launch is going to replace.
            try instance.checkOwner()
            return StepOutcomeNote(skipped: "the data is there")
        }
        _ = try instance.isServed()
        let record = DataRecord(identity: instance.newIdentity, isFresh: false)
        try record.save(to: instance.paths.record)
        try instance.dataFolder.make()
        return nil
    }
}
