import CLibgit2
import Glibc

/// The library as a whole: loaded and begun once, when it is first needed (it takes some 7 ms), never
/// ended.
enum Libgit2 {
    /// Extensions that change nothing of what discovery reads: folders, HEAD as a file, settings.
    /// No object and no reference of such a repository is read through libgit2.
    private static let extensions = [
        "compatobjectformat", "noop", "objectformat", "partialclone", "preciousobjects",
        "refstorage", "relativeworktrees", "worktreeconfig",
    ]

    /// Nil once the library is ready; `static let` runs this once, whatever thread comes first.
    private static let problem: Libgit2Error? = begin()

    static func prepare() throws(Libgit2Error) {
        if let problem { throw problem }
    }

    private static func begin() -> Libgit2Error? {
        do throws(Libgit2Error) {
            if let reason = cg_load() {
                throw Libgit2Error(
                    operation: "dlopen", subject: "libgit2", code: 0,
                    message: String(cString: reason))
            }
            try check("git_libgit2_init", "libgit2") { cg_libgit2_init() }
            try check("GIT_OPT_SET_EXTENSIONS", "libgit2") { allowExtensions() }
            // 1.5 reports a foreign owner as "not found" where no safe.directory is set, and knows
            // no `*`: `Ownership` applies git's rule instead, before anything is opened.
            try check("GIT_OPT_SET_OWNER_VALIDATION", "libgit2") { cg_validate_owner(0) }
            return nil
        } catch {
            return error
        }
    }

    private static func allowExtensions() -> Int32 {
        let names = extensions.map { strdup($0) }
        defer { names.forEach { free($0) } }
        var pointers = names.map { UnsafePointer($0) }
        return cg_allow_extensions(&pointers, pointers.count)
    }
}
