import Configuration
import Platform
import Steps
import Vocabulary

/// An n8n that the user runs: asked once, never started, stopped or changed.
enum N8nExternal {
    static func probe(_ instance: RequirementInstance) throws -> Step {
        let access = try N8nAccess(instance)
        let version = instance.configuration.version
        let id = StepID(unchecked: instance.component.rawValue).child("external")
        return try Step(
            id, "ask the external \(instance.component)",
            function: { _ in try await Blocking.run { try ask(access, version) } },
            idempotent: true, timeout: 30_000, component: instance.component)
    }

    /// Through TLS nothing is said: that it takes the connection is what can be seen.
    private static func ask(
        _ access: N8nAccess, _ version: VersionConstraint?
    ) throws -> StepOutcomeNote? {
        let exchange = HTTPExchange(host: access.host, port: access.port)
        do {
            if access.usesTLS {
                _ = try Connection.tcp(access.host, access.port, milliseconds: 10_000)
                return nil
            }
            let answer = try exchange.send("GET", access.prefix + N8nProbe.health)
            guard answer.isSuccess else {
                throw Failure(
                    "requirement.no_http",
                    "\(N8nProbe.health) answered with status \(answer.status)")
            }
        } catch {
            let why = Failure(error)
            throw Failure(
                "requirement.external_unreachable",
                "the external server does not answer, or is no n8n",
                at: "\(access.host):\(access.port)", because: [why.message] + why.causes,
                hint: "start it, or check the url")
        }
        if let version { try check(version, exchange, access) }
        return nil
    }

    /// Servers that keep their version to themselves are believed.
    private static func check(
        _ wanted: VersionConstraint, _ exchange: HTTPExchange, _ access: N8nAccess
    ) throws {
        let answer = try exchange.send("GET", access.prefix + "/rest/settings")
        let settings = answer.json?["data"] ?? answer.json
        try ExternalVersion.check(
            settings?["versionCli"]?.string, is: wanted, "n8n", at: "\(access.host):\(access.port)")
    }
}
