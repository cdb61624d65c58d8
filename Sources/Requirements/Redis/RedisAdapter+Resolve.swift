import Configuration
import Platform
import Vocabulary

extension RedisAdapter {
    static let packages = InstallAdvice.Packages(
        apt: "redis-server", dnf: "valkey", pacman: "valkey", apk: "redis", brew: "redis")

    func resolveNative(_ request: RequirementRequest) throws -> RequirementResolution {
        let choice = try programs(request)
        let chosen = try choice.best { Path.name($0.path) == "redis-server" }
        let account = try AccountChoice.account(
            of: request, service: Self.definition.serviceAccounts)
        return RequirementResolution(
            backend: .native, reason: choice.reason(chosen), program: chosen.path,
            version: chosen.version, account: account)
    }

    func resolveExternal(_ request: RequirementRequest) throws -> RequirementResolution {
        let url = request.url ?? ""
        _ = try RedisAccess.address(url)
        return RequirementResolution(
            backend: .external, reason: "the configuration names a server", url: url)
    }

    func programs(_ request: RequirementRequest) throws -> ProgramChoice {
        let folders = ["usr/bin", "usr/sbin", "usr/local/bin", "opt/homebrew/bin"]
            .map { Path.join(root, $0) }
        let names = ["redis-server", "valkey-server"]
        let candidates = names.flatMap { name in
            [request.host.find(name)].compactMap { $0 } + folders.map { Path.join($0, name) }
        }
        let installed = try InstalledProgram.probe(
            candidates, request, parse: Self.version)
        return ProgramChoice(
            title: Self.definition.title, request: request, installed: installed,
            packages: Self.packages)
    }

    /// `7.0.15` of `Redis server v=7.0.15 sha=00000000:0 malloc=…`; valkey writes the same form.
    static func version(_ text: String) -> String? {
        guard let mark = text.range(ofText: " v=") else { return nil }
        return String(text[mark.upperBound...].prefix { $0 != " " && $0 != "\n" })
    }
}
