import Platform
import Vocabulary

@testable import RunState

/// Records with every member set, so that a golden file shows all of them.
enum Samples {
    static let scope = ScopeID(unchecked: "shop-0123456789ab")
    static let run = RunID(unchecked: "20261121T074000.000Z-00beef")
    static let time = Timestamp(milliseconds: 1_795_246_800_000)

    static func port(_ number: Int) throws -> Port {
        guard let port = Port(number) else {
            throw Failure("test.port", "\(number) is no port")
        }
        return port
    }

    static func identity(_ pid: Int32) -> ProcessIdentity {
        ProcessIdentity(
            pid: pid, startTime: 4711, bootID: "5b8a1c6e-0000-4000-8000-000000000001",
            pidNamespace: 4_026_531_836)
    }

    static func service() throws -> ComponentRecord {
        var record = ComponentRecord(
            name: ComponentID(unchecked: "api"), kind: .service, status: .ready)
        record.identity = identity(4242)
        record.session = 4242
        record.mark = 0x0123_4567_89AB_CDEF
        record.ports = [BoundPort(resource: "main", port: try port(20_001), inode: 99)]
        record.url = "http://127.0.0.1:20001"
        record.log = "/state/logs/api.log"
        record.times = ComponentTimes(
            started: time, ready: time.adding(milliseconds: 120), readyMilliseconds: 120)
        record.restarts = 1
        record.exit = Exit(code: 137, signal: 9)
        record.fingerprint = ["command": "ab12", "env.API_URL": "cd34"]
        record.command = "node server.js"
        record.directory = "/src/shop/api"
        return record
    }

    static func requirement() throws -> ComponentRecord {
        var record = ComponentRecord(
            name: ComponentID(unchecked: "postgres"), kind: .requirement, status: .degraded)
        record.reason = "an optional bootstrap failed"
        record.backend = .native
        record.identity = identity(4100)
        record.cgroup = "/sys/fs/cgroup/envctl/postgres.1"
        record.ports = [BoundPort(resource: "main", port: try port(20_002))]
        record.version = "15.8"
        record.failureClass = .softBootstrap
        record.phases = [ComponentRecord.Phase(name: "clone", milliseconds: 40)]
        record.projectionKeys = ["DATABASE_URL", "PGHOST"]
        record.data = "/state/data/postgres"
        return record
    }

    static func plan() throws -> PortPlan {
        PortPlan(
            component: ComponentID(unchecked: "api"), resource: "main", requested: try port(8000),
            assigned: try port(20_000), final: try port(20_001), source: .retry, retries: 1,
            displacedBy: PortHolder(
                port: try port(20_000), pid: 77, program: "python3", userID: 1000))
    }

    static func record(
        _ project: ProjectName = .main, run: RunID = run
    ) throws -> RunRecord {
        var record = RunRecord(
            run: run, continues: RunID(unchecked: "20261120T074000.000Z-00cafe"), scope: scope,
            project: project, mode: .main, root: "/src/shop", status: .degraded, started: time,
            services: [try service()], requirements: [try requirement()], ports: [try plan()],
            pointers: ["run": "/state/runs/1"], metadata: ["envctl": "0.1.0"])
        record.supervisor = SupervisorRecord(
            identity: identity(4000), socket: "/run/s/p/supervisor.sock", version: "0.1.0")
        record.ended = time.adding(milliseconds: 5000)
        return record
    }

    static func failure() -> FailureEntry {
        var entry = FailureEntry(
            time: time, code: "service.exited", message: "'api' ended before it was ready",
            component: ComponentID(unchecked: "api"))
        entry.step = "api.launch"
        entry.failureClass = .hard
        entry.causes = ["exit 1"]
        entry.exit = Exit(code: 1)
        entry.logLines = ["boom"]
        entry.tried = ["started it 5 times"]
        entry.hint = "envctl logs api"
        return entry
    }

    static let errors = ErrorReport(run: run, project: .main, failures: [failure()])

    static let readiness = ReadinessReport(
        run: run, project: .main, checked: time,
        checks: [
            ReadinessReport.Check(
                id: "components.ready", holds: false,
                component: ComponentID(unchecked: "api"), evidence: "failed")
        ])

    static let scopeRecord = ScopeRecord(
        scope: scope, path: "/src/shop/.git", directory: "2049:131073",
        projects: [
            ScopeRecord.NamedProject(
                name: .main, identity: "/src/shop/.git", path: "/src/shop", branch: "main",
                created: time)
        ])

    static func reservation() throws -> PortReservation {
        PortReservation(
            scope: scope, project: .main, component: ComponentID(unchecked: "api"),
            resource: "main", port: try port(20_001), requested: try port(8000), claim: run)
    }
}
