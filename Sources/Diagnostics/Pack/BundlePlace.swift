import Glibc
package import Platform
package import RunState
package import Vocabulary

/// Where a bundle goes: where the user says, else the scope's folder of bundles, else, where that
/// can't be written, the caller's folder or /tmp, which is then said.
package struct BundlePlace: Sendable {
    package var path: String
    /// Why it is not where bundles are.
    package var note: String?
    /// The folder whose oldest bundles go; nil elsewhere.
    package var history: String?

    /// Kept in a scope's folder.
    static let limit = 20

    /// - Parameters:
    ///   - output: the file that the user named, absolute.
    ///   - scope: nil where no repository was found.
    package init(
        output: String?, scope: ScopeLayout?, project: ProjectName?, host: Host, time: Timestamp
    ) throws(Failure) {
        if let output {
            self.init(path: output)
            return
        }
        let name = "envctl-debug-\(project?.rawValue ?? "none")-\(time.compact).tar.gz"
        var reason = "no repository was found"
        if let scope {
            do {
                try scope.prepareBundles()
                self.init(path: Path.join(scope.bundles, name), history: scope.bundles)
                return
            } catch { reason = Self.sentence(error) }
        }
        for folder in [host.directory, "/tmp"] where access(folder, W_OK | X_OK) == 0 {
            let words = "it is in \(folder), since the folder of bundles can't be written: \(reason)"
            self.init(path: Path.join(folder, name), note: scope == nil ? nil : words)
            return
        }
        throw Failure(
            "pack.no_place", "there is no folder that a bundle could be written to",
            because: [reason], hint: "name one: envctl debug-pack --output FILE")
    }

    private init(path: String, note: String? = nil, history: String? = nil) {
        self.path = path
        self.note = note
        self.history = history
    }

    private static func sentence(_ error: any Error) -> String {
        let failure = Failure(error)
        return ([failure.location].compactMap(\.self) + [failure.causes.first ?? failure.message])
            .joined(separator: ": ")
    }

    /// Removes the oldest beyond the limit.
    func prune() {
        guard let history else { return }
        for name in Self.bundles(in: history).dropLast(Self.limit) {
            // What can't be removed now is removed the next time.
            try? FileSystem.removeFile(Path.join(history, name))
        }
    }

    /// Names of the bundles in a folder, oldest first.
    static func bundles(in folder: String) -> [String] {
        // No folder: none.
        let names = ((try? FileSystem.list(folder)) ?? []).filter { $0.hasSuffix(".tar.gz") }
        func time(_ name: String) -> String {
            String(name.dropLast(7).split(separator: "-").last ?? "")
        }
        return names.sorted { (time($0), $0) < (time($1), $1) }
    }
}
