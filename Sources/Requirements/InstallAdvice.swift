package import Platform
package import Steps
import Vocabulary

/// How this machine's package manager installs what is missing.
package struct InstallAdvice: Sendable, Equatable {
    /// Name of the package by manager.
    struct Packages: Sendable {
        var apt: String
        var dnf: String
        var pacman: String
        var apk: String
        var brew: String
    }

    /// Executed as it is: the shell's absolute path first, or that of `sudo`.
    package var command: [String]
    /// As a person would type it.
    package var text: String
    /// What it installs.
    package var package: String

    /// The installation as a step, for `--install-missing`.
    package func step(_ id: StepID, host: Host) throws -> Step {
        var environment = host.environment
        environment["DEBIAN_FRONTEND"] = "noninteractive"
        let install = CommandSpec(
            command, directory: "/", environment: environment, description: text, phase: .download)
        return try Step(id, "install \(package)", commands: [install], idempotent: true)
    }

    /// The advice of the first manager that is there; nil where there is none that we know.
    static func make(_ packages: Packages, host: Host) -> InstallAdvice? {
        let managers: [(name: String, words: String, package: String, root: Bool)] = [
            ("apt-get", "apt-get update && apt-get install -y", packages.apt, true),
            ("dnf", "dnf install -y", packages.dnf, true),
            ("pacman", "pacman -S --noconfirm", packages.pacman, true),
            ("apk", "apk add", packages.apk, true),
            ("brew", "brew install", packages.brew, false),
        ]
        guard let manager = managers.first(where: { host.find($0.name) != nil }) else { return nil }
        let script = "\(manager.words) \(manager.package)"
        let shell = ["/bin/sh", "-c", script]
        guard manager.root, !host.isRoot else {
            return InstallAdvice(command: shell, text: script, package: manager.package)
        }
        // Never a question: nobody may be there to answer it.
        let sudo = host.find("sudo").map { [$0, "-n", "--"] } ?? []
        let typed = sudo.isEmpty ? "su -c '\(script)'" : "sudo sh -c '\(script)'"
        return InstallAdvice(command: sudo + shell, text: typed, package: manager.package)
    }
}

extension Host {
    /// A program by this caller's `PATH`.
    func find(_ name: String) -> String? {
        Program.find(name, path: environment["PATH"], directory: directory)
    }
}
