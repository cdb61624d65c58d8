import RunState
import Vocabulary

/// No port is given twice.
struct RegistryCheck: Check {
    let id = "ports.registry"
    let group = CheckGroup.ports
    let promise = "the registry of ports can be read, and gives no port twice"
    let otherwise = "fail"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let reservations = try PortRegistry(site.layout, clock: site.clock).reservations()
        let twice = Dictionary(grouping: reservations, by: \.port).filter { $0.value.count > 1 }
        if twice.isEmpty { return .ok("\(reservations.count) reservations") }
        let evidence = twice.sorted { $0.key < $1.key }.map { port, owners in
            "port \(port): "
                + owners.map { "\($0.scope)/\($0.project)/\($0.component)" }
                .joined(separator: ", ")
        }
        return CheckFinding(
            .fail, "a port is reserved twice", evidence: evidence, path: site.layout.ports)
    }
}
