package import Platform
package import Vocabulary

/// The three folders that envctl keeps things in; a value, nothing is looked at or made by it.
package struct StateRoots: Sendable, Hashable {
    /// Scopes, runs, data, logs, locks; survives a reboot.
    package var state: String
    /// Sockets only; may vanish at any time.
    package var runtime: String
    /// Templates and downloads; may be deleted at any time.
    package var cache: String
    /// Root's roots may be passed through (0711), so that accounts reach their components' data.
    package var isRoot: Bool

    package init(state: String, runtime: String, cache: String, isRoot: Bool) {
        self.state = state
        self.runtime = runtime
        self.cache = cache
        self.isRoot = isRoot
    }

    /// By `ENVCTL_…_DIR`, else the XDG folders, else the defaults.
    ///
    /// For root the XDG folders are not asked: they are root's own, often 0700 and sometimes those
    /// of the user who typed `sudo`, and an account of a component could not get through.
    /// - Throws: `state.no_home` where a default needs a home that is not known.
    package init(host: Host) throws(Failure) {
        isRoot = host.isRoot
        state = try Self.folder(host, "STATE", "/var/lib/envctl") { host throws(Failure) in
            try host.inHome(".local/state")
        }
        cache = try Self.folder(host, "CACHE", "/var/cache/envctl") { host throws(Failure) in
            try host.inHome(".cache")
        }
        runtime = try Self.folder(host, "RUNTIME", "/run/envctl") { host throws(Failure) in
            "/tmp/envctl-\(host.userID)"
        }
    }

    /// Where nothing is and nothing can be made: for commands that answer also without a place.
    package static func nowhere(isRoot: Bool) -> StateRoots {
        StateRoots(
            state: "/dev/null/envctl", runtime: "/dev/null/envctl", cache: "/dev/null/envctl",
            isRoot: isRoot)
    }

    /// Mode of the folders on the way to what an account of a component must reach.
    var passable: FileMode { isRoot ? 0o711 : 0o700 }

    private static func folder(
        _ host: Host, _ kind: String, _ roots: String,
        otherwise: (Host) throws(Failure) -> String
    ) throws(Failure) -> String {
        if let given = host.environment["ENVCTL_\(kind)_DIR"], !given.isEmpty {
            return Path.absolute(given, in: host.directory)
        }
        if host.isRoot { return roots }
        let xdg = host.environment["XDG_\(kind)_" + (kind == "RUNTIME" ? "DIR" : "HOME")]
        // The XDG specification: a relative path is invalid and to be ignored.
        if let xdg, xdg.hasPrefix("/") { return Path.join(xdg, "envctl") }
        return try otherwise(host)
    }
}

extension Host {
    fileprivate func inHome(_ folder: String) throws(Failure) -> String {
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw Failure(
                "state.no_home", "no place is known for envctl's state",
                because: ["HOME is not set"], hint: "set HOME, or ENVCTL_STATE_DIR and its kin")
        }
        return Path.join(home, folder, "envctl")
    }
}
