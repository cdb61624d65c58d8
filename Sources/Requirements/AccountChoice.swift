import Configuration
package import Platform
import Vocabulary

/// Which account a requirement runs as where we are root, since postgres refuses root and no other
/// server should be root either.
package enum AccountChoice {
    static func account(of request: RequirementRequest, service: [String]) throws -> Account? {
        let configured = request.configuration.values["account"]
        return try account(
            configured: configured?.string, at: configured?.origin.description,
            projectRoot: request.projectRoot, service: service, host: request.host)
    }

    /// The account: the configured one, else the owner of the worktree, else the first existing of
    /// the definition's service accounts. Nil where we are not root.
    ///
    /// - Parameter place: where it is configured, for errors.
    /// - Throws: `requirement.account` where there is none, or the configured one is root.
    static func account(
        configured: String?, at place: String? = nil, projectRoot: String, service: [String],
        host: Host
    ) throws -> Account? {
        guard host.isRoot else { return nil }
        if let configured { return try named(configured, at: place) }
        let owner = try FileSystem.status(projectRoot).userID
        if owner != 0, let account = Account.of(userID: owner) { return account }
        if let account = service.lazy.compactMap(Account.named).first { return account }
        throw Failure(
            "requirement.account", "there is no account that it could run as", at: projectRoot,
            because: ["as root it needs another one, and the worktree is root's too"],
            hint: "create one of \(service.joined(separator: ", ")), or set 'account:'")
    }

    private static func named(_ name: String, at place: String?) throws -> Account {
        guard let account = Account.named(name) else {
            throw Failure(
                "requirement.account", "there is no account '\(name)'", at: place,
                because: ["this machine has none of that name, and the server should run as it"],
                hint: "make it with 'useradd --system \(name)', or choose another 'account:'")
        }
        guard account.userID != 0 else {
            throw Failure(
                "requirement.account", "a server can't run as '\(name)'", at: place,
                because: ["that account is root"], hint: "choose another 'account:'")
        }
        return account
    }

    /// Checks, before anything is written, that the account may pass to each of `paths`.
    ///
    /// - Throws: `requirement.account_blocked`, which names the first folder that stops it.
    package static func check(_ account: Account?, reaches paths: [String]) throws {
        guard let account else { return }
        for path in paths {
            guard let folder = try account.firstUnsearchableAncestor(of: path) else { continue }
            throw Failure(
                "requirement.account_blocked",
                "the account '\(account.name)' can't pass through a folder", at: folder,
                because: ["it is on the way to \(path)"],
                hint:
                    "chmod o+x '\(folder)', or set ENVCTL_STATE_DIR to a folder that is open to it",
                details: ["folder": .string(folder), "account": .string(account.name)])
        }
    }
}
