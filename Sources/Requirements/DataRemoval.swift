package import Platform
import Vocabulary

/// Removes what requirements own: a folder that was given to an account is emptied under that
/// account, since root never works by path below a folder it gave away.
package struct DataRemoval: Sendable {
    /// Absolute path of `envctl-supervisor`.
    private let helper: String
    /// `PATH` of the caller.
    private let path: String?
    private let isRoot: Bool

    package init(helper: String, host: Host) {
        self.helper = helper
        path = host.environment["PATH"]
        isRoot = host.isRoot
    }

    /// Removes a folder with all in it, or a file; fine where it is gone already. Links are removed,
    /// never followed.
    ///
    /// - Parameter tree: lies in a folder of ours, so that nobody else can put another in its place.
    /// - Throws: `requirement.work_failed` where the account can't remove something in it.
    package func remove(_ tree: String) throws {
        guard let status = try FileSystem.entry(tree) else { return }
        guard isRoot, status.isDirectory, status.userID != 0 else {
            return try FileSystem.removeTree(tree)
        }
        // An account that was deleted still is a number that owns the folder.
        let account =
            Account.of(userID: status.userID)
            ?? Account(
                name: "uid \(status.userID)", userID: status.userID, groupID: status.groupID,
                groups: [])
        try GivenFolder(path: tree, account: account).remove(
            AccountWork(account: account, helper: helper, path: path))
    }
}
