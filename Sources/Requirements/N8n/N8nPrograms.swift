import Configuration
import Platform
import Vocabulary

/// The programs of this machine that can run n8n: itself, else `npx`, which fetches it.
struct N8nPrograms {
    private let request: RequirementRequest
    /// Named in the configuration; then `npx` is no way out.
    private let named: String?
    private let installed: InstalledProgram?
    private let npx: String?

    static let packages = InstallAdvice.Packages(
        apt: "npm", dnf: "nodejs-npm", pacman: "npm", apk: "npm", brew: "node")

    init(_ request: RequirementRequest) throws {
        self.request = request
        named = request.configuration.values["program"]?.string
        npx = request.host.find("npx")
        let path = Program.find(
            named ?? "n8n", path: request.host.environment["PATH"],
            directory: request.projectRoot)
        installed = try path.flatMap { try Self.program($0, request) }
    }

    /// What the package says of itself, since the program takes seconds to say it.
    private static func program(
        _ path: String, _ request: RequirementRequest
    ) throws -> InstalledProgram? {
        let package = Path.join(Path.parent(Path.parent(try Path.canonical(path))), "package.json")
        // Without such a file the program is asked.
        if let json = try? JSON.parse(FileSystem.read(package)), json["name"]?.string == "n8n",
            let version = json["version"]?.string
        {
            return InstalledProgram(path: path, version: version)
        }
        return try InstalledProgram.probe([path], request, parse: version).first
    }

    /// `1.70.2`: the last line of what it prints.
    static func version(_ text: String) -> String? {
        guard let line = text.split(separator: "\n").last, line.first?.isNumber == true else {
            return nil
        }
        return String(line.prefix { $0 != " " })
    }

    // MARK: the choice

    func resolution() throws -> RequirementResolution {
        if let installed, fits(installed) {
            return RequirementResolution(
                backend: .native, reason: "n8n \(installed.version) at \(installed.path)",
                program: installed.path, version: installed.version)
        }
        guard named == nil, let npx else { throw failure }
        let package = try package()
        var resolution = RequirementResolution(
            backend: .native, reason: "\(lack), so \(npx) runs \(package)", program: npx)
        resolution.arguments = ["--yes", package]
        return resolution
    }

    /// How to get one; nil where one is there.
    var missing: InstallAdvice? {
        if let installed, fits(installed) { return nil }
        if named != nil || npx != nil { return nil }
        return InstallAdvice.make(Self.packages, host: request.host)
    }

    private var wanted: VersionConstraint? { request.configuration.version }

    private func fits(_ program: InstalledProgram) -> Bool {
        wanted?.accepts(program.version) ?? true
    }

    private var lack: String {
        guard let installed else { return "no n8n on PATH" }
        return "n8n \(installed.version) at \(installed.path) is not version "
            + (wanted?.description ?? "")
    }

    /// `n8n@1.70`; npm's ranges are joined by spaces, and know no exclusion.
    private func package() throws(Failure) -> String {
        guard let wanted else { return "n8n" }
        let terms = wanted.description.split(separator: ",").map { $0.filter { $0 != " " } }
        guard !terms.contains(where: { $0.hasPrefix("!=") }) else { throw failure }
        let ranges = terms.map { $0.hasPrefix("==") ? String($0.dropFirst()) : $0 }
        return "n8n@" + ranges.joined(separator: " ")
    }

    // MARK: what is said when there is none

    private var failure: Failure {
        let place = "requirement '\(request.component)'"
        if installed != nil {
            return Failure(
                "requirement.version_mismatch",
                "no installed n8n satisfies version \(wanted?.description ?? "")", at: place,
                because: [lack + (npx == nil ? ", and 'npx' is not on PATH" : "")],
                hint: "npm install -g n8n@VERSION, or change 'version:' in the configuration")
        }
        let cause =
            named.map { "'\($0)' of 'program:' is no program that tells its version" }
            ?? "neither 'n8n' nor 'npx' is on PATH"
        return Failure(
            "requirement.program_missing", "n8n is not installed", at: place, because: [cause],
            hint: hint)
    }

    private var hint: String {
        if request.host.find("npm") != nil { return "npm install -g n8n" }
        let npm = InstallAdvice.make(Self.packages, host: request.host).map {
            "\($0.text), or envctl start --install-missing"
        }
        return (npm ?? "install Node.js with npm") + "; or set 'backend: docker'"
    }
}
