import Glibc
import Platform
import RunState
import Testing
import Truth
import Vocabulary

@testable import Diagnostics

/// Each broken situation as facts; the right cause comes first, with evidence and a command.
@Suite struct DiagnosisTests {
    private static let api = ComponentID(unchecked: "api")

    private static func recorded(
        _ code: String, step: String? = nil, exit: Exit? = nil, numbers: JSON.Object = [:]
    ) -> DiagnosisFacts {
        var entry = FailureEntry(
            time: Timestamp(milliseconds: 0), code: code, message: "it failed", component: api)
        (entry.step, entry.exit, entry.numbers) = (step, exit, numbers)
        var facts = DiagnosisFacts()
        facts.failures = [entry]
        return facts
    }

    private static func start(_ code: String, _ details: JSON.Object = [:]) -> DiagnosisFacts {
        var facts = DiagnosisFacts()
        facts.start = Failure(code, "it can't begin", details: details)
        return facts
    }

    private static func finding(_ kind: String) -> DiagnosisFacts {
        var facts = DiagnosisFacts()
        facts.configuration = Failure(
            "config.invalid", "the configuration has a mistake",
            details: [
                "findings": [
                    [
                        "file": "envctl.yaml", "line": 3, "column": 1, "kind": .string(kind),
                        "message": "wrong",
                    ]
                ]
            ])
        return facts
    }

    private static func with(_ change: (inout DiagnosisFacts) -> Void) -> DiagnosisFacts {
        var facts = DiagnosisFacts()
        change(&facts)
        return facts
    }

    private static func observed(
        _ status: ComponentStatus, supervisor: SupervisorState, isAlive: Bool = false,
        holder: PortHolder? = nil, isDataMissing: Bool = false
    ) -> DiagnosisFacts {
        let record = ComponentRecord(name: api, kind: .service, status: .ready)
        var seen = ObservedComponent(
            record: record, status: status, reason: "why", holder: holder, isAlive: isAlive)
        seen.isDataMissing = isDataMissing
        let run = RunRecord(
            run: RunID(unchecked: "r"), scope: ScopeID(unchecked: "s"), project: .main,
            started: Timestamp(milliseconds: 0), services: [record])
        return with {
            $0.observed = ObservedProject(record: run, supervisor: supervisor, components: [seen])
        }
    }

    private static let full = FileSystemFact(role: "state", path: "/s", free: 4096, total: 1 << 30)
    private static let killed = Exit(code: 137, signal: SIGKILL)

    private static let situations: [(String, DiagnosisFacts)] = [
        ("worktree_gone", with { ($0.isWorktreeGone, $0.worktree) = (true, "/w") }),
        ("worktree_copied", with { $0.place = Failure("worktree.copied", "a copy") }),
        ("repository_foreign", with { $0.place = Failure("git.owner", "another's") }),
        ("disk_full", with { $0.fileSystems = [full] }),
        ("disk_full", recorded("system.write", numbers: ["errno": .int(Int64(ENOSPC))])),
        (
            "runtime_full",
            with {
                $0.fileSystems = [FileSystemFact(role: "runtime", path: "/r", free: 0, total: 9)]
            }
        ),
        (
            "read_only",
            with {
                $0.fileSystems = [
                    FileSystemFact(role: "state", path: "/s", free: 0, total: 9, isReadOnly: true)
                ]
            }
        ),
        (
            "permission_denied",
            with { $0.folders = [FolderFact(role: "state", path: "/s", denied: EACCES)] }
        ),
        (
            "permission_denied",
            with { $0.records = [Failure("state.foreign_owner", "another user's", at: "/s")] }
        ),
        ("permission_denied", recorded("system.open", numbers: ["errno": .int(Int64(EACCES))])),
        ("socket_foreign", start("supervisor.foreign")),
        ("account_blocked", start("requirement.account_blocked")),
        ("record_newer", with { $0.records = [Failure("state.newer", "newer")] }),
        ("record_damaged", with { $0.records = [Failure("state.damaged", "damaged")] }),
        ("secrets_damaged", with { $0.records = [Failure("secrets.unreadable", "damaged")] }),
        ("yaml_broken", finding("syntax")),
        ("key_unknown", finding("unknown_key")),
        ("dependency_cycle", finding("cycle")),
        ("configuration_invalid", finding("other")),
        ("variable_missing", start("config.missing_variable")),
        ("env_file", start("config.env_file")),
        ("not_configured", with { $0.isConfigured = false }),
        ("program_missing", start("requirement.program_missing")),
        ("program_missing", recorded("step.missing_program", step: "api.prepare")),
        ("version_mismatch", start("requirement.version_mismatch")),
        ("data_version", recorded("requirement.data_version")),
        ("docker_missing", start("docker.client_missing")),
        ("docker_down", start("docker.unreachable")),
        ("docker_image", recorded("docker.image_missing")),
        ("port_taken", start("port.held")),
        ("port_taken", recorded("component.foreign_port")),
        (
            "port_taken",
            observed(
                .foreign, supervisor: .running,
                holder: Port(80).map { PortHolder(port: $0, pid: 7, program: "nc") })
        ),
        ("seed_failed", recorded("requirement.seed_failed", step: "postgres.seed")),
        ("seed_missing", start("requirement.seed_missing")),
        ("external_password", recorded("requirement.external_password")),
        ("external_unreachable", recorded("requirement.external_unreachable")),
        ("data_gone", observed(.failed, supervisor: .lost, isDataMissing: true)),
        ("data_in_use", recorded("component.data_held")),
        ("prepare_failed", recorded("step.exit", step: "api.prepare.1")),
        ("step_failed", recorded("step.exit", step: "steps.migrate")),
        ("step_timed_out", recorded("step.timed_out", step: "steps.migrate")),
        ("restart_limit", recorded("component.restart_limit", exit: Exit(code: 1))),
        ("command_not_found", recorded("component.not_ready", exit: Exit(code: 127))),
        ("command_not_executable", recorded("component.not_ready", exit: Exit(code: 126))),
        ("spawn_failed", recorded("component.spawn_failed")),
        ("killed", recorded("component.exited", exit: killed)),
        ("adopted_died", recorded("component.exited", exit: Exit(code: nil))),
        ("adopted_died", recorded("component.lost")),
        ("exits_at_once", recorded("component.not_ready", exit: Exit(code: 3))),
        ("exited", recorded("component.exited", exit: Exit(code: 3))),
        ("readiness_path", recorded("component.not_ready", numbers: ["http_status": 404])),
        ("never_ready", recorded("component.not_ready")),
        ("start_timed_out", start("start.timed_out")),
        ("supervisor_lost", observed(.ready, supervisor: .lost, isAlive: true)),
        ("environment_lost", observed(.lost, supervisor: .lost)),
        ("component_lost", observed(.lost, supervisor: .running)),
        ("supervisor_deaf", with { $0.supervisor = Failure("supervisor.unresponsive", "deaf") }),
        ("stale_socket", with { $0.staleSocket = "/r/supervisor.sock" }),
        (
            "port_stranger",
            with { facts in
                facts.strangers = [Port(81)].compactMap(\.self).map {
                    StrangerFact(component: api, holder: PortHolder(port: $0))
                }
            }
        ),
        ("busy", with { $0.lockHolder = "7 start now" }),
        ("degraded", observed(.degraded, supervisor: .running, isAlive: true)),
        ("unexplained", recorded("something.new")),
    ]

    @Test(arguments: situations.indices) func theRightCauseIsFirst(index: Int) throws {
        let (id, facts) = Self.situations[index]
        let cause = try #require(Diagnosis(facts).causes.first, "\(id): nothing was found")
        #expect(cause.id == id)
        #expect(!cause.evidence.isEmpty && !cause.next.isEmpty && !cause.title.isEmpty)
    }

    @Test func oneFailureIsExplainedOnce() {
        #expect(Diagnosis(Self.recorded("component.not_ready")).causes.map(\.id) == ["never_ready"])
        #expect(Diagnosis(Self.start("port.held")).causes.map(\.id) == ["port_taken"])
    }

    @Test func whatMakesOthersFailStandsBeforeThem() {
        var facts = Self.recorded("component.not_ready", exit: Exit(code: 1))
        facts.fileSystems = [Self.full]
        #expect(Diagnosis(facts).causes.map(\.id) == ["disk_full", "exits_at_once"])
        facts = Self.recorded("component.exited", exit: Self.killed)
        var exit = ExitFact(component: Self.api, time: Timestamp(milliseconds: 0))
        exit.outOfMemory = "Out of memory: Killed process 7 (api)"
        facts.exits = [exit]
        #expect(Diagnosis(facts).causes.map(\.id) == ["out_of_memory", "killed"])
    }

    @Test func nothingWrongIsNothing() {
        #expect(Diagnosis(DiagnosisFacts()).isWell)
        #expect(Diagnosis(Self.observed(.ready, supervisor: .running, isAlive: true)).isWell)
    }
}

@Suite struct KernelLogTests {
    /// As Linux 6.18 wrote them.
    @Test(arguments: [
        "3,1234,5678900,-;Memory cgroup out of memory: Killed process 77 (python3) total-vm:1kB",
        "3,1234,5678900,-;Out of memory: Killed process 77 (python3) total-vm:1kB\n SUBSYSTEM=x",
    ]) func whatWasEndedForMemoryIsFound(record: String) throws {
        let entry = try #require(KernelLog.parse(record))
        #expect(entry.pid == 77 && entry.microseconds == 5_678_900)
    }

    @Test(arguments: ["6,1,2,-;usb 1-1: new device", "", "3,1,2,-;Out of memory: nothing"])
    func otherLinesAreNone(record: String) { #expect(KernelLog.parse(record) == nil) }
}
