import CPlatform

extension Account {
    /// Makes this process that account for good: groups, then gid, then uid.
    package func become() throws(SystemError) {
        try checked("become", "uid \(userID)") {
            cp_become(userID, groupID, groups, Int32(groups.count))
        }
    }
}
