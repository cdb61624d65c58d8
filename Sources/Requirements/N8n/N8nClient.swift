import Platform
import Vocabulary

/// As much of n8n's own interface as the set-up of its owner needs.
struct N8nClient: Sendable {
    let access: N8nAccess
    let cancellation: Cancellation
    /// Milliseconds for which a passing error is waited out.
    var patience = 30_000

    /// Whether nobody owns it yet.
    func wantsOwner() throws -> Bool {
        let answer = try ask("read its settings", "GET", "/rest/settings")
        let settings = answer.json?["data"] ?? answer.json
        guard let wanted = settings?["userManagement"]?["showSetupOnFirstLoad"]?.bool else {
            throw failure("read its settings", "they do not say whether it has an owner")
        }
        return wanted
    }

    func setUpOwner(email: String, password: String) throws {
        _ = try ask(
            "set up its owner", "POST", "/rest/owner/setup",
            [
                "email": .string(email), "firstName": "Project", "lastName": "Owner",
                "password": .string(password),
            ])
    }

    func logIn(email: String, password: String) throws {
        _ = try ask(
            "log in as its owner", "POST", "/rest/login",
            [
                "emailOrLdapLoginId": .string(email), "email": .string(email),
                "password": .string(password),
            ])
    }

    /// - Throws: `requirement.owner_failed` where it refuses, or does not answer for too long.
    private func ask(
        _ what: String, _ method: String, _ path: String, _ body: JSON? = nil
    ) throws -> HTTPExchange.Answer {
        let exchange = HTTPExchange(host: access.host, port: access.port)
        let end = Clock.system.monotonic() + UInt64(patience) * 1_000_000
        while true {
            let problem: String
            switch Result(catching: { try exchange.send(method, access.prefix + path, body: body) })
            {
            case .success(let answer) where answer.isSuccess: return answer
            case .success(let answer):
                problem = Self.words(answer)
                guard Self.mayPass(answer.status) else { throw failure(what, problem) }
            case .failure(let error as SystemError): problem = error.reason
            case .failure(let error): throw error
            }
            guard Clock.system.monotonic() < end, !cancellation.isCancelled else {
                throw failure(what, problem)
            }
            pause(milliseconds: 200)
        }
    }

    /// Still starting, or asked too often.
    private static func mayPass(_ status: Int) -> Bool { [429, 502, 503, 504].contains(status) }

    private static func words(_ answer: HTTPExchange.Answer) -> String {
        let said = answer.json?["message"]?.string.map { ": \($0.prefix(200))" } ?? ""
        return "it answered \(answer.status)\(said)"
    }

    private func failure(_ what: String, _ why: String) -> Failure {
        Failure(
            "requirement.owner_failed", "could not \(what)", at: access.url, because: [why],
            hint: "open \(access.url) and set it up there, or set 'owner: false'")
    }
}
