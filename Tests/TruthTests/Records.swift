import Platform
import RunState
import Testing
import Vocabulary

/// Records to compare.
enum Records {
    static let api = ComponentID(unchecked: "api")
    static let scope = ScopeID(unchecked: "shop-0123456789ab")

    static func port(_ number: Int = 20_001) throws -> Port { try #require(Port(number)) }

    static func identity(_ pid: Int32) -> ProcessIdentity {
        ProcessIdentity(pid: pid, startTime: 1, bootID: "boot", pidNamespace: 1)
    }

    /// A service with one port, process 10 and socket 99.
    static func service(_ status: ComponentStatus = .ready) throws -> ComponentRecord {
        var record = ComponentRecord(name: api, kind: .service, status: status)
        record.identity = identity(10)
        record.ports = [BoundPort(resource: "main", port: try port(), inode: 99)]
        return record
    }

    static func run(
        _ components: [ComponentRecord], status: ComponentStatus = .ready
    ) -> RunRecord {
        RunRecord(
            run: RunID(unchecked: "20261121T074000.000Z-00beef"), scope: scope, project: .main,
            status: status, started: Timestamp(milliseconds: 0),
            services: components.filter { $0.kind == .service },
            requirements: components.filter { $0.kind == .requirement })
    }
}
