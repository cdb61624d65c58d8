import Configuration
import Platform
import Vocabulary

/// The search for a requirement's program, and what is said when none fits.
struct ProgramChoice {
    var title: String
    var request: RequirementRequest
    var installed: [InstalledProgram]
    var packages: InstallAdvice.Packages

    /// The newest that satisfies `version`; one that `prefers` likes goes before newer ones.
    func best(preferring prefers: (InstalledProgram) -> Bool = { _ in false }) throws
        -> InstalledProgram
    {
        let fitting = self.fitting
        if let best = fitting.first(where: prefers) ?? fitting.first { return best }
        guard installed.isEmpty else { throw mismatch }
        throw missing
    }

    var advice: InstallAdvice? { InstallAdvice.make(packages, host: request.host) }

    /// Those that satisfy `version`, newest first.
    var fitting: [InstalledProgram] {
        let newest = InstalledProgram.newestFirst(installed)
        guard let wanted = request.configuration.version else { return newest }
        return newest.filter { wanted.accepts($0.version) }
    }

    func reason(_ chosen: InstalledProgram) -> String {
        let others = installed.filter { $0 != chosen }.map(\.version)
        let beside = others.isEmpty ? "" : ", chosen before \(others.joined(separator: ", "))"
        return "\(title) \(chosen.version) at \(chosen.path)\(beside)"
    }

    private var missing: Failure {
        Failure(
            "requirement.program_missing", "\(title) is not installed",
            at: "requirement '\(request.component)'",
            because: ["no server was found on PATH or in the usual places"], hint: hint)
    }

    private var mismatch: Failure {
        let found = installed.map { "\($0.version) (\($0.path))" }.joined(separator: ", ")
        let wanted = request.configuration.version.map(\.description) ?? ""
        return Failure(
            "requirement.version_mismatch", "no installed \(title) satisfies version \(wanted)",
            at: "requirement '\(request.component)'", because: ["found \(found)"],
            hint: "install one that does, or change 'version:' in the configuration")
    }

    private var hint: String {
        guard let advice else { return "install it with this machine's package manager" }
        return "\(advice.text), or envctl start --install-missing"
    }
}
