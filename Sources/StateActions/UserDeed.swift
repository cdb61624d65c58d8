package import Requirements

/// What is to be done with the users of a running requirement.
package enum UserDeed: Sendable, Equatable {
    case list
    /// Without a password one is generated, and kept with the project's secrets.
    case create(UserDraft)
    case update(email: String, UserDraft)
    case delete(email: String)
    /// Makes those that the configuration names what it says; deletes none.
    case sync
}

/// What became of one user.
package struct UserOutcome: Sendable, Equatable {
    package enum Word: String, Sendable {
        case listed, created, updated, deleted, unchanged
        /// Is there, and the configuration does not name it.
        case extra
    }

    package var user: DirectoryUser
    package var word: Word
}
