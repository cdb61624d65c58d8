import Configuration
import Platform
import Vocabulary

extension SupabaseAdapter: UserDirectory {
    package func users(of instance: RequirementInstance) throws -> [DirectoryUser] {
        try SupabaseUsers(instance).all()
    }

    package func create(
        _ draft: UserDraft, in instance: RequirementInstance
    ) throws -> DirectoryUser {
        try SupabaseUsers(instance).create(draft)
    }

    package func update(
        _ user: DirectoryUser, to draft: UserDraft, in instance: RequirementInstance
    ) throws -> DirectoryUser {
        try SupabaseUsers(instance).update(user, to: draft)
    }

    package func delete(_ user: DirectoryUser, in instance: RequirementInstance) throws {
        try SupabaseUsers(instance).delete(user)
    }

    package func configuredUsers(of instance: RequirementInstance) -> [UserDraft] {
        (instance.value("users")?.json.object?.members ?? []).map { email, value in
            let members = ConfigurationValue(value).textMembers ?? []
            let metadata = members.filter { $0.key != "role" }.map {
                ($0.key, JSON.string($0.value))
            }
            return UserDraft(
                email: email, role: members.first { $0.key == "role" }?.value,
                metadata: metadata.isEmpty ? nil : JSON.Object(metadata))
        }
    }
}

/// The accounts of a Supabase, by the admin interface of its auth.
struct SupabaseUsers {
    private let address: ServerAddress
    private let key: String
    private static let page = 200

    /// - Throws: `users.unavailable` where it has no gateway, no key, or is reached by TLS only.
    init(_ instance: RequirementInstance) throws {
        let access = try SupabaseAccess(instance)
        guard let url = access.url, let key = access.serviceRoleKey else {
            throw Self.unavailable(
                instance, "it has no gateway, or no 'service_role_key' was given")
        }
        address = try SupabaseAccess.address(url)
        self.key = key
        guard address.scheme == "http" else {
            throw Self.unavailable(instance, "it is reached through TLS, which is not spoken here")
        }
    }

    private static func unavailable(_ instance: RequirementInstance, _ why: String) -> Failure {
        Failure(
            "users.unavailable", "the users of '\(instance.component)' can't be reached from here",
            at: "requirement '\(instance.component)'", because: [why])
    }

    func all() throws -> [DirectoryUser] {
        var users: [DirectoryUser] = []
        for number in 1... {
            let answer = try ask("list users", "GET", "?page=\(number)&per_page=\(Self.page)")
            let page = answer["users"]?.array ?? []
            users += page.compactMap(Self.user)
            if page.count < Self.page { break }
        }
        return users
    }

    func create(_ draft: UserDraft) throws -> DirectoryUser {
        var body = Self.body(draft)
        body["email_confirm"] = true
        return try told(try ask("create \(draft.email)", "POST", "", .object(body)))
    }

    func update(_ user: DirectoryUser, to draft: UserDraft) throws -> DirectoryUser {
        var body = Self.body(draft)
        if draft.email != user.email { body["email_confirm"] = true }
        // What it said of itself before stays, where nothing else is said.
        if let metadata = draft.metadata {
            body["user_metadata"] = .object(
                JSON.Object(
                    user.metadata.members.map { ($0.key, $0.value) }
                        + metadata.members.map { ($0.key, $0.value) }))
        }
        return try told(
            try ask("update \(user.email)", "PUT", "/\(percentEncoded(user.id))", .object(body)))
    }

    func delete(_ user: DirectoryUser) throws {
        _ = try ask("delete \(user.email)", "DELETE", "/\(percentEncoded(user.id))")
    }

    private static func body(_ draft: UserDraft) -> JSON.Object {
        var body: JSON.Object = ["email": .string(draft.email)]
        if let password = draft.password { body["password"] = .string(password) }
        if let role = draft.role { body["role"] = .string(role) }
        if let metadata = draft.metadata { body["user_metadata"] = .object(metadata) }
        return body
    }

    private func told(_ answer: JSON) throws -> DirectoryUser {
        if let user = Self.user(answer) { return user }
        throw Failure("users.failed", "auth did not tell the user", at: "\(address.host)")
    }

    private static func user(_ json: JSON) -> DirectoryUser? {
        guard let id = json["id"]?.string else { return nil }
        return DirectoryUser(
            id: id, email: json["email"]?.string ?? "", role: json["role"]?.string ?? "",
            metadata: json["user_metadata"]?.object ?? [:], created: json["created_at"]?.string)
    }

    private func ask(
        _ what: String, _ method: String, _ path: String, _ body: JSON? = nil
    ) throws -> JSON {
        let prefix = address.path.isEmpty ? "" : "/" + address.path
        let exchange = HTTPExchange(host: address.host, port: address.port)
        let answer = try exchange.send(
            method, prefix + "/auth/v1/admin/users" + path,
            headers: [("apikey", key), ("Authorization", "Bearer \(key)")], body: body)
        if answer.isSuccess { return answer.json ?? .null }
        let code = answer.json?["error_code"]?.string
        let said = answer.json?["msg"]?.string ?? answer.json?["message"]?.string
        throw Failure(
            code == "email_exists" ? "users.exists" : "users.failed", "could not \(what)",
            at: "\(address.host):\(address.port)",
            because: [
                "auth answered \(answer.status)" + (said.map { ": \($0.prefix(200))" } ?? "")
            ],
            hint: code == "email_exists" ? "envctl supabase user update" : nil)
    }
}
