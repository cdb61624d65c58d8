import Glibc
package import Platform
package import RunState

/// Something that `--fix` does: it can always be made again, or belongs to what is surely dead.
package enum Repair: Sendable, Equatable {
    /// A socket that nobody listens on.
    case removeSocket(String)
    /// The claim of a run that is over; the reservation stays.
    case endClaims(PortReservation)
    case setMode(String, FileMode)

    /// What was done, in words.
    ///
    /// - Returns: nil where it is not as it was when it was found, and nothing was done.
    func apply(_ ports: PortRegistry) throws -> String? {
        switch self {
        case .removeSocket(let path): return try Self.removeSocket(path)
        case .endClaims(let reservation):
            guard let run = reservation.claim else { return nil }
            try ports.endClaims(of: run)
            return "ended the claim of \(reservation.project)/\(reservation.component) on port "
                + "\(reservation.port)"
        case .setMode(let path, let mode): return try Self.setMode(path, mode)
        }
    }

    /// Looks once more, since a supervisor may have made its socket anew.
    private static func removeSocket(_ path: String) throws(SystemError) -> String? {
        guard DeadSocket.isDead(path) else { return nil }
        try FileSystem.removeFile(path)
        return "removed the stale socket \(path)"
    }

    /// Never through a link, which could lead to another's file.
    private static func setMode(_ path: String, _ mode: FileMode) throws(SystemError) -> String? {
        let file = try Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        try checked("fchmod", path) { fchmod(file.raw, mode) }
        return "set the mode of \(path) to \(String(mode, radix: 8))"
    }
}
