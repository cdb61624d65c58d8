import Glibc
package import Platform
package import RunState
package import Vocabulary

/// Where a bundle goes: where the user says, else the scope's folder of bundles, else, where that
/// can't be written, the caller's folder or /tmp, which is then said.
package struct BundlePlace: Sendable {
    package let path: String
    /// Whose bundles it is one of; nil elsewhere.
    private let scope: ScopeLayout?

    /// Kept in a scope's folder.
    static let limit = 20

    /// - Parameters:
    ///   - output: the file that the user named, absolute: then nowhere else.
    ///   - scope: nil where no repository was found.
    package static func choices(
        output: String?, scope: ScopeLayout?, project: ProjectName?, host: Host, time: Timestamp
    ) -> [BundlePlace] {
        if let output { return [BundlePlace(path: output)] }
        let name = "envctl-debug-\(project?.rawValue ?? "none")-\(time.compact).tar.gz"
        let own = scope.map { BundlePlace(path: Path.join($0.bundles, name), scope: $0) }
        return [own].compactMap(\.self)
            + [host.directory, "/tmp"].map { BundlePlace(path: Path.join($0, name)) }
    }

    private init(path: String, scope: ScopeLayout? = nil) {
        self.path = path
        self.scope = scope
    }

    func prepare() throws(SystemError) { try scope?.prepareBundles() }

    /// Removes the oldest beyond the limit.
    func prune() {
        guard let history = scope?.bundles else { return }
        for name in Self.bundles(in: history).dropLast(Self.limit) {
            // What can't be removed now is removed the next time.
            try? FileSystem.removeFile(Path.join(history, name))
        }
    }

    /// Names of the bundles in a folder, oldest first.
    package static func bundles(in folder: String) -> [String] {
        // No folder: none.
        let names = ((try? FileSystem.list(folder)) ?? []).filter { $0.hasSuffix(".tar.gz") }
        func time(_ name: String) -> String {
            String(name.dropLast(7).split(separator: "-").last ?? "")
        }
        return names.sorted { (time($0), $0) < (time($1), $1) }
    }
}
