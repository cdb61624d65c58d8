import Vocabulary

/// `ports.json`: all reservations of a user, sorted, so that the same book has the same bytes.
struct PortBook: Artifact, Equatable {
    static var schema: Schema { .ports }
    private(set) var reservations: [PortReservation]

    init(_ reservations: [PortReservation] = []) {
        self.reservations = []
        for reservation in reservations { put(reservation) }
    }

    /// The reservation of that key.
    subscript(key: [String]) -> PortReservation? { reservations.first { $0.key == key } }

    /// Who has the port.
    func owner(of port: Port) -> PortReservation? { reservations.first { $0.port == port } }

    /// Replaces the reservation of the same key.
    mutating func put(_ reservation: PortReservation) {
        let key = reservation.key
        reservations.removeAll { $0.key == key }
        let index = reservations.firstIndex { key.lexicographicallyPrecedes($0.key) }
        reservations.insert(reservation, at: index ?? reservations.endIndex)
    }

    mutating func remove(where matches: (PortReservation) -> Bool) {
        reservations.removeAll(where: matches)
    }

    /// Ends the claims that match; the reservations stay.
    mutating func endClaims(where matches: (RunID) -> Bool) {
        for index in reservations.indices {
            if let run = reservations[index].claim, matches(run) { reservations[index].claim = nil }
        }
    }

    /// Ends all claims of one project.
    mutating func endClaims(of project: ProjectName, in scope: ScopeID) {
        for index in reservations.indices
        where reservations[index].scope == scope && reservations[index].project == project {
            reservations[index].claim = nil
        }
    }

    var json: JSON {
        [
            "schema": Self.schema.json,
            "reservations": .array(reservations.map(\.json)),
        ]
    }

    init(json: JSON) throws {
        self.init(try json.list("reservations", PortReservation.init(json:)))
    }
}
