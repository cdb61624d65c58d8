import Digests
import Glibc
import Platform
import Steps
import Vocabulary

/// A project's data folder and the server's configuration file beside it.
struct RedisData {
    let instance: RequirementInstance
    let program: String

    func step() throws -> Step {
        let id = StepID(unchecked: instance.component.rawValue)
        return try Step(
            id.child("data"), "prepare the data of \(instance.component)",
            function: { context in
                let work = AccountWork(instance, context)
                return try await Blocking.run { try prepare(work) }
            }, idempotent: true,
            component: instance.component)
    }

    private func prepare(_ work: AccountWork) throws -> StepOutcomeNote? {
        try instance.checkReach()
        try instance.checkOwnContent(RedisAdapter.definition.schema)
        try GivenFolder.makeWay(to: instance.paths.data, account: instance.account)
        let isServed = try instance.isServed()
        let isNew = !FileSystem.exists(instance.paths.data)
        if isNew {
            try GivenFolder.removeLeftovers(of: instance.paths.data, work)
            try make(work)
        } else {
            try instance.checkOwner()
        }
        let text = try Self.text(of: instance)
        if !isServed { try removeConfigurations() }
        try writeConfiguration(text)
        return isNew ? nil : StepOutcomeNote(skipped: "the data is there")
    }

    /// Empty, or with the data of another project where it is to begin with that.
    private func make(_ work: AccountWork) throws {
        guard instance.cloneSource != nil else {
            var record = DataRecord(identity: instance.newIdentity, isFresh: false)
            record.content = RedisAdapter().content(of: instance)
            try record.save(to: instance.paths.record)
            return try instance.dataFolder.make()
        }
        let new = GivenFolder(
            path: "\(instance.paths.data).new-\(instance.run)", account: instance.account)
        try new.make()
        var record = try instance.clone(RedisAdapter(), to: new, work)
        try work.sync(new.path)
        record.becameDurable()
        try record.save(to: instance.paths.record)
        try FileSystem.move(new.path, to: instance.paths.data)
    }

    /// In our own folder and readable by the account alone; a new file each time, since the old one
    /// belongs to an account that could have put a link there.
    private func writeConfiguration(_ text: String) throws {
        let path = Self.configuration(of: instance, text)
        let temporary = path + ".new"
        try FileSystem.removeFile(temporary)
        let file = try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        try FileSystem.write(Array(text.utf8), to: file.raw, subject: temporary)
        if let account = instance.account {
            try checked("fchown", temporary) {
                fchown(file.raw, account.userID, account.groupID)
            }
        }
        try checked("rename", path) { rename(temporary, path) }
    }

    /// Of servers that have ended.
    private func removeConfigurations() throws {
        let folder = Path.parent(instance.paths.data)
        for name in try FileSystem.list(folder)
        where name.hasPrefix("\(instance.component).") && name.hasSuffix(".conf") {
            try FileSystem.removeFile(Path.join(folder, name))
        }
    }

    static func text(of instance: RequirementInstance) throws -> String {
        try RedisConfigurationFile(instance: instance, access: RedisAccess(instance)).text()
    }

    /// One file per content: a server that is brought back after an undone start finds its own.
    static func configuration(of instance: RequirementInstance, _ text: String) -> String {
        "\(instance.paths.data).\(SHA256.hex(of: text).prefix(8)).conf"
    }
}
