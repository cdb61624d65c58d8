import Glibc
import Platform
package import Vocabulary

/// Where the sockets of one project are. Chosen when a run begins and recorded with it: later
/// commands use the recorded folder, whatever their environment says.
package struct SocketLayout: Sendable, Hashable {
    /// Absolute path.
    package let folder: String
    let passable: FileMode

    /// The recorded folder of a run.
    package init(folder: String, isRoot: Bool) {
        self.folder = folder
        passable = isRoot ? 0o711 : 0o700
    }

    /// `<runtime>/<12 hex of scope>/<8 hex of project>`.
    ///
    /// - Throws: `state.socket_path_too_long`, since a socket's path must stay under 100 bytes.
    package init(_ roots: StateRoots, project: Project) throws(Failure) {
        let short = FNV1a(project.identity).hex.prefix(8)
        self.init(
            folder: Path.join(roots.runtime, project.scope.digest, String(short)),
            isRoot: roots.isRoot)
        let longest = folder.utf8.count + 1 + Self.componentLimit + Self.nameLimit
        guard longest >= Self.limit else { return }
        throw Failure(
            "state.socket_path_too_long", "the paths of sockets would be too long", at: folder,
            because: [
                "the kernel takes 107 bytes; with a socket's name this would be \(longest), "
                    + "and \(Self.limit - 1) are kept as the limit"
            ],
            hint: "set ENVCTL_RUNTIME_DIR to a shorter folder")
    }

    static let limit = 100
    static let componentLimit = 10
    /// Of a slash and `.s.PGSQL.65535`, the longest name in use.
    static let nameLimit = 15

    /// The supervisor's control socket.
    package var supervisor: String { Path.join(folder, "supervisor.sock") }
    /// Where `sd_notify` messages go.
    package var notify: String { Path.join(folder, "notify.sock") }

    /// The folder of a requirement's own sockets; made by its steps, for its account.
    package func component(_ component: ComponentID) -> String {
        let name = component.rawValue
        if name.utf8.count <= Self.componentLimit { return Path.join(folder, name) }
        return Path.join(folder, String(FNV1a(name).hex.prefix(8)))
    }

    /// - Throws: `state.no_sockets` where the folder can't be made, or takes no sockets.
    package func prepare() throws(Failure) {
        do {
            try Folder.make(folder, mode: passable)
            try checked("open", folder) { access(folder, W_OK | X_OK) }
        } catch {
            throw Failure(
                "state.no_sockets", "the folder of the sockets can't be used", at: folder,
                because: [error.reason],
                hint: "set ENVCTL_RUNTIME_DIR to a folder that you can write to")
        }
    }
}
