import Platform
import RunState
import Supervision
import Truth
import Vocabulary

/// The processes and listeners of a scope, as the kernel has them now.
struct ScopeProcesses {
    private let subject: DebugSubject

    init(_ subject: DebugSubject) { self.subject = subject }

    /// The process tree of each component of each project.
    func processes() throws -> JSON {
        let living = ProcessEntry.living(since: 0)
        var marks: [Int32: UInt64] = [:]
        for entry in living { marks[entry.pid] = ProcessEntry.mark(of: entry.pid) }
        return .array(
            launches.flatMap { launch in
                launch.components.compactMap { component -> JSON? in
                    guard let incarnation = component.current else { return nil }
                    let sweep = ProcessSweep(
                        marks: [incarnation.mark], known: [incarnation.identity].compactMap(\.self),
                        kernel: subject.kernel)
                    let members = sweep.members(among: living, markOf: { marks[$0] })
                    return [
                        "project": launch.project.json, "component": component.component.json,
                        "processes": .array(members.map(Self.row)),
                    ]
                }
            })
    }

    /// Command lines stay out: they may hold what is secret.
    private static func row(_ entry: ProcessEntry) -> JSON {
        [
            "pid": JSON(Int(entry.pid)), "parent": JSON(Int(entry.parent)),
            "group": JSON(Int(entry.group)), "session": JSON(Int(entry.session)),
            "state": .string(String(entry.state)), "name": .string(entry.name),
        ]
    }

    /// What listens on the ports that are reserved for the scope.
    func listeners() throws -> JSON {
        let reserved = try PortRegistry(subject.layout).reservations().filter {
            $0.scope == subject.project?.scope
        }
        let view = try SystemView(kernel: subject.kernel)
        return .array(
            reserved.flatMap { reservation in
                view.listeners(on: reservation.port).map { listener in
                    [
                        "project": reservation.project.json,
                        "component": reservation.component.json,
                        "address": .string(listener.address),
                        "holder": view.holder(of: listener).json,
                    ]
                }
            })
    }

    private var launches: [LaunchRecord] {
        (subject.scope?.allProjects() ?? []).compactMap { project in
            // What can't be read is told of by the diagnosis.
            try? LaunchRecord.read(runFolder: project.current)
        }
    }
}
