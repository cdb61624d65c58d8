package import Platform

/// How root is had for a command that needs it.
package enum Elevation: Sendable, Equatable {
    /// We are root.
    case root
    /// These words before the command, e.g. `/usr/bin/sudo -n`.
    case prefix([String])
    /// Not at all: the error prints the command to type.
    case impossible

    /// Root itself, else `sudo` without questions, else not at all.
    package static func of(_ host: Host) -> Elevation {
        if host.isRoot { return .root }
        let path = host.environment["PATH"]
        let sudo = Program.find("sudo", path: path, directory: host.directory)
        return sudo.map { .prefix([$0, "-n", "--"]) } ?? .impossible
    }
}
