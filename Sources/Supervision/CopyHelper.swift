import Glibc
package import Platform
import Vocabulary

/// The modes `copy` and `sync` of the supervisor's binary: it becomes an account, then copies or
/// flushes a tree. Root works by no path below a folder that it gave away, and the programs of the
/// system fail on files that vanish under them.
package enum CopyHelper {
    /// How the helper ends where the file system, or the account's part of it, is full.
    package static let noSpace: Int32 = 3

    /// The arguments of the helper, `argv[0]` excluded.
    package static func arguments(_ copy: TreeCopy, as account: Account?) -> [String] {
        ["copy"] + words(of: account) + copy.words
    }

    /// The arguments of the helper that flush a tree.
    ///
    /// - Parameter gently: its own files only, at the pace of who asks.
    package static func arguments(
        syncing tree: String, as account: Account?, gently: Bool = false
    ) -> [String] {
        ["sync"] + words(of: account) + [tree] + (gently ? [Self.gently] : [])
    }

    package static let gently = "--gently"

    static func words(of account: Account?) -> [String] {
        guard let account else { return ["-"] }
        let groups = account.groups.map { String($0) }.joined(separator: ",")
        return ["\(account.userID):\(account.groupID):\(groups)"]
    }

    /// Takes the account off the front of a mode's words; nil where we stay who we are.
    ///
    /// - Throws: `EINVAL` for anything else: what can't be read must not be done as root.
    package static func account(_ words: inout ArraySlice<String>) throws(SystemError) -> Account? {
        let word = words.popFirst()
        if word == "-" { return nil }
        let parts = (word ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let user = UInt32(parts[0]), let group = UInt32(parts[1]) else {
            throw SystemError("arguments", "account", errno: EINVAL)
        }
        let groups = parts[2].split(separator: ",").compactMap { UInt32($0) }
        return Account(name: "", userID: user, groupID: group, groups: groups)
    }
}
