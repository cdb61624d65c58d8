import Platform
package import Requirements
import Vocabulary

/// Works on the users of one requirement of a running environment.
package struct UserActions: Sendable {
    private let directory: any UserDirectory
    private let instance: RequirementInstance
    /// The project's 0600 file of secrets.
    private let secrets: String

    package init(
        _ directory: any UserDirectory, _ instance: RequirementInstance, secrets: String
    ) {
        self.directory = directory
        self.instance = instance
        self.secrets = secrets
    }

    /// - Throws: `users.unknown`, `users.exists`, `users.failed`, `users.unavailable`.
    package func perform(_ deed: UserDeed) throws -> [UserOutcome] {
        switch deed {
        case .list:
            return try directory.users(of: instance).map { UserOutcome(user: $0, word: .listed) }
        case .create(let draft): return [try create(draft)]
        case .update(let email, let draft):
            let user = try directory.update(try find(email), to: draft, in: instance)
            try keep(draft.password, of: user.email)
            return [UserOutcome(user: user, word: .updated)]
        case .delete(let email):
            let user = try find(email)
            try directory.delete(user, in: instance)
            return [UserOutcome(user: user, word: .deleted)]
        case .sync: return try sync()
        }
    }

    /// A generated password is safe before the account is there: nobody could log in to it otherwise.
    /// One that was given is kept once auth has taken it.
    private func create(_ draft: UserDraft) throws -> UserOutcome {
        var complete = draft
        if draft.password == nil {
            let kept = try SecretStore(readingFrom: secrets).value(
                Self.name(draft.email), of: instance.component)
            complete.password = kept ?? Random.password()
            try keep(complete.password, of: draft.email)
        }
        let user = try directory.create(complete, in: instance)
        try keep(draft.password, of: draft.email)
        return UserOutcome(user: user, word: .created)
    }

    private func sync() throws -> [UserOutcome] {
        let present = try directory.users(of: instance)
        let wanted = directory.configuredUsers(of: instance)
        var outcomes = try wanted.map { draft in
            guard let user = present.first(where: { Self.isSame($0.email, draft.email) }) else {
                return try create(draft)
            }
            if user.isAs(draft) { return UserOutcome(user: user, word: .unchanged) }
            return UserOutcome(
                user: try directory.update(user, to: draft, in: instance), word: .updated)
        }
        outcomes += present.filter { user in
            !wanted.contains { Self.isSame($0.email, user.email) }
        }.map { UserOutcome(user: $0, word: .extra) }
        return outcomes
    }

    private func find(_ email: String) throws -> DirectoryUser {
        let users = try directory.users(of: instance)
        if let user = users.first(where: { Self.isSame($0.email, email) }) { return user }
        let near = suggestion(for: email, among: users.map(\.email))
        throw Failure(
            "users.unknown", "there is no user '\(email)'",
            at: "requirement '\(instance.component)'",
            hint: near.map { "did you mean '\($0)'?" } ?? "'user list' shows them")
    }

    private func keep(_ password: String?, of email: String) throws {
        guard let password else { return }
        var store = try SecretStore(readingFrom: secrets)
        store.set(password, Self.name(email), of: instance.component)
        try store.save(to: secrets)
    }

    /// Its password's name among the secrets of the component.
    package static func name(_ email: String) -> String { "user:" + email.lowercased() }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.lowercased() == other.lowercased()
    }
}
