import Glibc
package import Vocabulary

/// A user of this machine as numbers, since a static program can't ask NSS.
package struct Account: Hashable, Sendable {
    package var name: String
    package var userID: UInt32
    package var groupID: UInt32
    package var groups: [UInt32]

    package init(name: String, userID: UInt32, groupID: UInt32, groups: [UInt32]) {
        self.name = name
        self.userID = userID
        self.groupID = groupID
        self.groups = groups
    }

    /// Nil where there is no such account.
    package static func named(_ name: String) -> Account? {
        guard let entry = getpwnam(name) else { return nil }
        return account(name: name, entry.pointee)
    }

    package static func of(userID: UInt32) -> Account? {
        guard let entry = getpwuid(userID) else { return nil }
        return account(name: String(cString: entry.pointee.pw_name), entry.pointee)
    }

    private static func account(name: String, _ entry: passwd) -> Account {
        var count: Int32 = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        if getgrouplist(name, entry.pw_gid, &groups, &count) < 0 { count = 64 }  // the first 64
        return Account(
            name: name, userID: entry.pw_uid, groupID: entry.pw_gid,
            groups: Array(groups.prefix(Int(count))))
    }

    /// Whether this account may pass through a folder of that status (search permission).
    package func canSearch(_ status: FileStatus) -> Bool {
        if userID == 0 { return true }
        if status.userID == userID { return status.mode & 0o100 != 0 }
        if status.groupID == groupID || groups.contains(status.groupID) {
            return status.mode & 0o010 != 0
        }
        return status.mode & 0o001 != 0
    }

    /// The first folder on the way to `path` that stops this account, or nil where none does.
    ///
    /// Folders that don't exist yet are not asked.
    package func firstUnsearchableAncestor(of path: String) throws(SystemError) -> String? {
        var current = "/"
        for part in Path.parent(path).split(separator: "/") {
            current = Path.join(current, String(part))
            guard FileSystem.exists(current) else { return nil }
            if !canSearch(try FileSystem.status(current)) { return current }
        }
        return nil
    }

    package var json: JSON {
        [
            "name": .string(name), "uid": .int(Int64(userID)), "gid": .int(Int64(groupID)),
            "groups": .array(groups.map { .int(Int64($0)) }),
        ]
    }

    package init(json: JSON) throws {
        name = try json.requiredString("name")
        userID = UInt32(truncatingIfNeeded: try json.requiredInt("uid"))
        groupID = UInt32(truncatingIfNeeded: try json.requiredInt("gid"))
        groups = try json.list("groups") { UInt32(truncatingIfNeeded: $0.int ?? 0) }
    }
}
