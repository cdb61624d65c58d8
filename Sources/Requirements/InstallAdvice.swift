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

    /// Absolute path of the manager first; with `sudo` before it where we are not root.
    package var command: [String]
    /// What it installs.
    package var package: String

    /// As a person would type it.
    package var text: String {
        ([Path.name(command[0])] + command.dropFirst()).joined(separator: " ")
    }

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
        let managers: [(name: String, arguments: [String], package: String, root: Bool)] = [
            ("apt-get", ["install", "-y", "--no-install-recommends"], packages.apt, true),
            ("dnf", ["install", "-y"], packages.dnf, true),
            ("pacman", ["-S", "--noconfirm"], packages.pacman, true),
            ("apk", ["add"], packages.apk, true),
            ("brew", ["install"], packages.brew, false),
        ]
        for manager in managers {
            guard let path = host.find(manager.name) else { continue }
            var command = [path] + manager.arguments + [manager.package]
            if manager.root, !host.isRoot, let sudo = host.find("sudo") {
                command = [sudo] + command
            }
            return InstallAdvice(command: command, package: manager.package)
        }
        return nil
    }
}

extension Host {
    /// A program by this caller's `PATH`.
    func find(_ name: String) -> String? {
        Program.find(name, path: environment["PATH"], directory: directory)
    }
}
