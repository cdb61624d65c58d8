import Events
import Glibc
import Platform
import Vocabulary

/// How the processes of components ended, from the events of a run and the kernel's log.
enum ExitFacts {
    /// The last end of each component.
    static func last(in events: [RecordedEvent]) -> [ExitFact] {
        var pids: [ComponentID: Int32] = [:]
        var facts: [ComponentID: ExitFact] = [:]
        var killed: [ComponentID: Int] = [:]
        for recorded in events {
            guard let component = recorded.event.component else { continue }
            let data = recorded.event.data
            switch recorded.event.name {
            case "component.launched":
                pids[component] = data["pid"]?.int.map(Int32.init(truncatingIfNeeded:))
            case "component.exited":
                var fact = ExitFact(component: component, time: recorded.time)
                fact.pid = pids[component]
                // An exit that can't be read is one that is not known.
                let exit = data["exit"].flatMap { try? Exit(json: $0) }
                (fact.code, fact.signal) = (exit?.code, exit?.signal)
                facts[component] = fact
                killed[component] = exit?.signal == SIGKILL ? recorded.monotonic : nil
            default: break
            }
        }
        if !killed.isEmpty { explain(&facts, killed) }
        return facts.values.sorted { $0.component < $1.component }
    }

    /// Of those that were killed, which the kernel says that it has killed itself.
    private static func explain(
        _ facts: inout [ComponentID: ExitFact], _ killed: [ComponentID: Int]
    ) {
        let log = KernelLog.killed()
        for (component, time) in killed {
            guard let pid = facts[component]?.pid else { continue }
            let line = log.last { $0.pid == pid && abs($0.microseconds - time) < 10_000_000 }
            facts[component]?.outOfMemory = line?.text
        }
    }
}
