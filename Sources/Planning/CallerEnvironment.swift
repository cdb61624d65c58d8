package import Supervision
import Vocabulary

/// What of the caller's environment a component may see.
///
/// Never passed on: what belongs to the caller's session (a second terminal must not restart
/// anything), envctl's own variables, and what the projection of a project put there: values that
/// came from another worktree are the most frequent reason why two of them share one database.
package struct CallerEnvironment: Sendable, Equatable {
    /// What may be passed on.
    package var passed: [String: String]
    /// Names that came from another project's projection, sorted; reported to the user.
    package var dropped: [String]

    /// The variable in which we leave the names that we projected, joined by `:`.
    package static let projectedNames = "ENVCTL_PROJECTED"

    /// - Parameters:
    ///   - keepsSession: for `exec`, whose program runs in the caller's own session.
    ///   - project: the scope and project for which it is made; its own values are no news.
    package init(
        _ environment: [String: String], keepsSession: Bool = false, project: String
    ) {
        let projected = Set(
            (environment[Self.projectedNames] ?? "").split(separator: ":").map(String.init))
        let origin = [environment["ENVCTL_SCOPE"] ?? "", environment["ENVCTL_PROJECT"] ?? ""]
        let isForeign = origin.joined(separator: "/") != project
        passed = environment.filter { name, _ in
            !projected.contains(name) && !Self.isOurs(name)
                && (keepsSession || !Self.isSession(name))
        }
        dropped = isForeign ? projected.filter { environment[$0] != nil }.sorted() : []
        if !projected.isEmpty { passed["PORT"] = nil }
    }

    /// What the caller gave when a component was launched: its recorded environment without what was
    /// declared then, which is made anew.
    package init(recordedIn spec: LaunchSpec) {
        let ports = spec.ports.map { ComponentEnvironment.portVariable($0.resource) }
        let declared = Set(spec.fingerprint.parts.map(\.name).compactMap(Self.declaredName) + ports)
        passed = spec.environment.reduce(into: [:]) { passed, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return }
            let name = String(parts[0])
            if declared.contains(name) || Self.isOurs(name) { return }
            passed[name] = String(parts[1])
        }
        dropped = []
    }

    /// The variable behind `env.API_URL`, `env_file.KEY` or `projection.PGHOST`; nil for other parts.
    private static func declaredName(_ part: String) -> String? {
        let pieces = part.split(separator: ".", maxSplits: 1).map(String.init)
        guard pieces.count == 2, ["env", "env_file", "projection"].contains(pieces[0]) else {
            return nil
        }
        return pieces[1]
    }

    private static func isOurs(_ name: String) -> Bool { name.hasPrefix("ENVCTL_") }

    private static let sessionNames: Set<String> = [
        "DISPLAY", "WINDOWID", "SHLVL", "PWD", "OLDPWD", "_", "COLUMNS", "LINES", "AI_AGENT",
        "STY", "DBUS_SESSION_BUS_ADDRESS", "VTE_VERSION", "KONSOLE_VERSION", "ITERM_SESSION_ID",
    ]
    private static let sessionPrefixes = [
        "TERM", "SSH_", "WAYLAND_", "XDG_SESSION_", "TMUX", "CLAUDE", "CODEX_", "CURSOR_",
        "GEMINI_CLI", "VSCODE_", "ZED_", "WEZTERM_", "KITTY_", "GNOME_TERMINAL_",
    ]

    private static func isSession(_ name: String) -> Bool {
        sessionNames.contains(name) || sessionPrefixes.contains { name.hasPrefix($0) }
    }

    /// The names whose values go into the fingerprint although nobody declared them.
    static func isDeclaredByCaller(_ name: String) -> Bool {
        name == "PATH" || name == "LANG" || name == "TZ" || name.hasPrefix("LC_")
    }
}
