package import Vocabulary

/// A requirement that keeps accounts of a project's users.
///
/// Passwords go in and never come out: what is generated is kept with the project's other secrets.
package protocol UserDirectory: RequirementAdapter {
    /// All of them, oldest first; blocking.
    func users(of instance: RequirementInstance) throws -> [DirectoryUser]

    /// - Throws: `users.exists`.
    func create(_ draft: UserDraft, in instance: RequirementInstance) throws -> DirectoryUser

    /// Changes what the draft says, and nothing else.
    func update(
        _ user: DirectoryUser, to draft: UserDraft, in instance: RequirementInstance
    ) throws -> DirectoryUser

    func delete(_ user: DirectoryUser, in instance: RequirementInstance) throws

    /// Those that the configuration names.
    func configuredUsers(of instance: RequirementInstance) -> [UserDraft]
}

/// An account as it is kept there.
package struct DirectoryUser: Sendable, Equatable {
    package var id: String
    package var email: String
    package var role: String
    /// What the user says of themselves.
    package var metadata: JSON.Object
    /// RFC 3339, as it was told.
    package var created: String?

    package init(
        id: String, email: String, role: String, metadata: JSON.Object = [:],
        created: String? = nil
    ) {
        self.id = id
        self.email = email
        self.role = role
        self.metadata = metadata
        self.created = created
    }

    /// Whether it is already what the draft says; a password can't be compared.
    package func isAs(_ draft: UserDraft) -> Bool {
        email == draft.email && (draft.role ?? role) == role
            && (draft.metadata ?? [:]).members.allSatisfy { metadata[$0.key] == $0.value }
    }
}

/// What an account is to be; nil is left as it is.
package struct UserDraft: Sendable, Equatable {
    package var email: String
    package var password: String?
    package var role: String?
    package var metadata: JSON.Object?

    package init(
        email: String, password: String? = nil, role: String? = nil,
        metadata: JSON.Object? = nil
    ) {
        self.email = email
        self.password = password
        self.role = role
        self.metadata = metadata
    }
}
