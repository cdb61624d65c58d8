import Configuration
import Platform
import Vocabulary

extension PostgresAdapter {
    static let packages = InstallAdvice.Packages(
        apt: "postgresql", dnf: "postgresql-server", pacman: "postgresql", apk: "postgresql",
        brew: "postgresql")

    /// The first role owns the extension plpgsql, and such an owner's name is restricted.
    ///
    /// - Throws: `requirement.setting`.
    func checkUser(_ request: RequirementRequest) throws(Failure) {
        guard request.url == nil, let user = request.configuration.values["user"]?.string,
            user.contains(where: { "\"$'\\".contains($0) })
        else { return }
        throw Failure(
            "requirement.setting", "the role '\(user)' can't be made",
            at: "requirement '\(request.component)'",
            because: ["PostgreSQL takes none of \" $ ' \\ in the name of a cluster's first role"],
            hint: "choose another 'user:'")
    }

    func resolveNative(_ request: RequirementRequest) throws -> RequirementResolution {
        let choice = try programs(request)
        let major = try dataMajor(request)
        let chosen = try choice.best { $0.major == major }
        let account = try AccountChoice.account(
            of: request, service: Self.definition.serviceAccounts)
        return RequirementResolution(
            backend: .native, reason: choice.reason(chosen),
            // Through a link on PATH: its tools are beside the program itself.
            program: try Path.canonical(chosen.path),
            version: chosen.version, account: account)
    }

    func resolveExternal(_ request: RequirementRequest) throws -> RequirementResolution {
        let url = request.url ?? ""
        _ = try PostgresAccess.address(url)
        return RequirementResolution(
            backend: .external, reason: "the configuration names a server", url: url)
    }

    func programs(_ request: RequirementRequest) throws -> ProgramChoice {
        let installed = try InstalledProgram.probe(
            candidates(request.host), request, parse: Self.version)
        return ProgramChoice(
            title: Self.definition.title, request: request,
            installed: installed, packages: Self.packages)
    }

    /// On PATH, and where packages put what they keep off it.
    func candidates(_ host: Host) -> [String] {
        let places: [(folder: String, prefix: String)] = [
            ("usr/lib/postgresql", ""), ("usr", "pgsql-"), ("opt/homebrew/opt", "postgresql"),
            ("usr/local/opt", "postgresql"), ("usr/local", "pgsql"),
        ]
        let found = places.flatMap { place -> [String] in
            let folder = Path.join(root, place.folder)
            let names = (try? FileSystem.list(folder)) ?? []  // not there: no versions in it
            return names.filter { $0.hasPrefix(place.prefix) }
                .map { Path.join(folder, $0, "bin/postgres") }
        }
        return [host.find("postgres")].compactMap { $0 } + found
    }

    /// `15.18` of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
    static func version(_ text: String) -> String? {
        guard let mark = text.range(ofText: "(PostgreSQL) ") else { return nil }
        return String(text[mark.upperBound...].prefix { $0 != " " && $0 != "\n" })
    }

    /// The major version that made the data; nil where there is none yet.
    func dataMajor(_ request: RequirementRequest) throws -> Int? {
        guard let data = request.data, FileSystem.exists(data) else { return nil }
        return try PostgresData.major(GivenFolder(path: data, account: nil))
    }
}
