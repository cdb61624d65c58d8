import Glibc
import Platform
import RunState
import Supervision

/// The supervisor's own sockets, in a folder that others tidy up: a logout, a cleaner of `/tmp`.
extension Supervisor {
    /// They were removed while we live: made again when whoever did that is done.
    func regainSockets(after milliseconds: Int = 50) {
        guard regaining == nil else { return }
        regaining = loop.schedule(after: milliseconds) { [unowned self] in
            regaining = nil
            guard !FileSystem.exists(start.socket) else { return }
            do { try makeSockets() } catch {
                complain(error)
                regainSockets(after: 1000)
            }
        }
    }

    /// A command that sees us live could not reach us: something else is in the socket's place.
    func remakeSockets() {
        do { try makeSockets() } catch { complain(error) }
    }

    private func makeSockets() throws {
        try SocketLayout(folder: start.socketFolder, isRoot: geteuid() == 0).prepare()
        try server.listenAgain()
        try watch?.watch(start.socket)
        try notify?.bindAgain()
    }
}
