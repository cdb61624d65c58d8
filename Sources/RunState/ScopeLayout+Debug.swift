import Glibc
package import Platform

/// What is kept for bug reports.
extension ScopeLayout {
    package var bundles: String { Path.join(debug, "bundles") }

    /// - Throws: where it can't be made or written to.
    package func prepareBundles() throws(SystemError) {
        try Folder.make(folder, mode: passable)
        try Folder.make(bundles, mode: 0o700)
        try checked("open", bundles) { access(bundles, W_OK | X_OK) }
    }
}
