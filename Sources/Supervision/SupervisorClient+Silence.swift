import Platform
package import Vocabulary

extension SupervisorClient {
    /// Why a supervisor that lives does not answer; nil where it does.
    ///
    /// - Parameters:
    ///   - pid: of its process, where that is known.
    ///   - milliseconds: until it counts as deaf; a call's own patience is much longer.
    package static func silence(socket: String, pid: Int32?, within milliseconds: Int) -> Failure? {
        let piece = SideBySide.Piece(deadline: milliseconds) { () -> Failure? in
            do {
                try connect(socket: socket).ping()
                return nil
            } catch { return Failure(error) }
        }
        do {
            if let answer = try SideBySide.run([piece])[0] { return answer }
            let peer = pid.flatMap { ProcessEntry.read($0) }
            return Silence.failure(of: peer, at: socket, isUrged: false)
        } catch { return Failure(error) }
    }
}
