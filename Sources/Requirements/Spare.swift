import Platform
import Supervision
import Vocabulary

/// A synced copy of a template that is kept ready in the state root, so that a new project's data is
/// one rename away. It is never waited for: a start without one copies the template itself.
package struct Spare: Sendable {
    /// Absolute path of the template.
    let template: String
    /// Where the spare is, once it is whole.
    let path: String
    let account: Account?
    /// Absolute path of `envctl-supervisor`.
    let helper: String
    /// Who owns what no account does.
    private let ownID: UInt32

    /// Nil where none are wanted.
    init?(_ instance: RequirementInstance, of template: String) {
        guard let spares = instance.paths.spares else { return nil }
        self.template = template
        path = Path.join(spares, Path.name(Path.parent(template)), Path.name(template))
        account = instance.account
        helper = instance.helper
        ownID = instance.host.userID
    }

    /// Gives it the name `target`, where nothing is.
    ///
    /// - Returns: false where there is none to take: another start may have been faster.
    func take(as target: String) -> Bool {
        // Whatever is wrong with it, the template is the other way.
        guard let entry = try? FileSystem.entry(path), entry.isDirectory,
            entry.userID == account?.userID ?? ownID
        else { return false }
        // Same: gone a moment ago, or in another file system.
        return (try? FileSystem.move(path, to: target)) != nil
    }

    /// Has a new one made where there is none; returns at once.
    package func refill() throws {
        guard try FileSystem.entry(path) == nil, FileSystem.exists(template) else { return }
        try GivenFolder.makeWay(to: path, account: account)
        try SpareHelper.begin(template, to: path, as: account, helper: helper)
    }
}

/// A requirement whose new data is the copy of a template.
package protocol SpareProvider: RequirementAdapter {
    /// The spare that new data of it is taken from; nil where its data is of another kind.
    func spare(of instance: RequirementInstance) throws -> Spare?
}

extension RequirementInstance {
    /// Has a new spare made where this run began its data, and so may have taken the last one.
    package func refillSpare(_ adapter: any RequirementAdapter) throws {
        guard let provider = adapter as? any SpareProvider, resolution.backend == .native,
            let record = try DataRecord(readingFrom: paths.record), record.origin == nil,
            record.identity == newIdentity
        else { return }
        try provider.spare(of: self)?.refill()
    }
}
