import Platform
import Supervision
import Vocabulary

@testable import SupervisorCore

extension Walk {
    /// One thing happens, whatever it is.
    mutating func step() {
        if ended { return }
        if !owed.isEmpty, Int.random(in: 0..<3, using: &generator) > 0 {
            return feed(owed.remove(at: Int.random(in: 0..<owed.count, using: &generator)))
        }
        // Where nothing lives, nobody takes anything over.
        if losesSupervisor, living.values.contains(true),
            Int.random(in: 0..<20, using: &generator) == 0
        {
            return loseSupervisor()
        }
        switch Int.random(in: 0..<16, using: &generator) {
        case 0..<4: request()
        case 4..<7: passTime()
        case 7..<9: exit()
        case 9..<11: probe()
        case 11: comeOrGo()
        case 14, 15: changeFiles()
        case 12: if let late = past.randomElement(using: &generator) { repeatLate(late) }
        default: replaceOne()
        }
    }

    private var anyName: ComponentID {
        mutating get { Self.names[Int.random(in: 0..<3, using: &generator)] }
    }

    private mutating func request() {
        // Whoever has begun something mostly goes on with it.
        let owner = Bool.random(using: &generator) ? machine.owner : nil
        guard let client = owner ?? clients.randomElement(using: &generator) else {
            clients.insert(nextRequest)
            nextRequest += 1
            return feed(.clientCame)
        }
        ask(anyRequest(), of: client)
    }

    private mutating func anyRequest() -> Request {
        let name = anyName
        switch Int.random(in: 0..<12, using: &generator) {
        case 0, 1: return .begin(TransactionPlan(id: "t\(nextRequest)", components: Self.names))
        case 2, 3, 4:
            return .launch(anotherSpec(name))
        case 5, 6: return .commit
        case 7: return .abort
        case 8: return .stop([name])
        case 9:
            restarts[name] = nil
            return .restart([name], [])
        case 10: return .wait(name)
        default: return .hasten
        }
    }

    /// The shell tells only of what it looks at, or has looked at a moment ago.
    private mutating func changeFiles() {
        let path = Bool.random(using: &generator) ? "src/a.py" : "src/deep/b.py"
        feed(.filesChanged(anyName, path: path))
    }

    private mutating func passTime() {
        let next = armed.min { ($0.value, "\($0.key)") < ($1.value, "\($1.key)") }
        guard let (key, due) = next, due < time + 90_000_000_000 else { return }
        time = max(time, due)
        armed[key] = nil
        feed(.timer(key))
    }

    private mutating func exit() {
        let ids = living.filter { $0.value }.keys.sorted { "\($0)" < "\($1)" }
        guard let id = ids.randomElement(using: &generator) else { return }
        // Its first process is gone; what it had started may live on until it is struck.
        if Bool.random(using: &generator) { living[id] = nil } else { living[id] = false }
        let code: Int32 = Bool.random(using: &generator) ? 0 : 1
        feed(.exited(id, Exit(code: code), holder: nil))
    }

    private mutating func probe() {
        guard
            let id = living.keys.sorted(by: { "\($0)" < "\($1)" }).randomElement(using: &generator)
        else { return }
        feed(.probePassed(id, probe: "alive"))
    }

    private mutating func comeOrGo() {
        // Without any client an idle environment ends, and the walk with it.
        guard clients.count > 1, let client = clients.randomElement(using: &generator) else {
            clients.insert(nextRequest)
            nextRequest += 1
            return feed(.clientCame)
        }
        clients.remove(client)
        asked = asked.filter { $0.client != client }
        feed(.clientGone(client))
    }

    /// An occurrence of an incarnation that is no more must change nothing.
    private mutating func repeatLate(_ late: Occurrence) {
        guard let id = late.incarnation, machine.components[id.component]?.current?.id != id else {
            return
        }
        let before = machine.anomalies
        feed(late)
        if machine.anomalies != before + 1 { problems.append("a late event of \(id) was taken") }
    }

    /// A start that launches another in the place of one that runs.
    private mutating func replaceOne() {
        let running = Self.names.filter { machine.components[$0]?.current?.phase == .running }
        guard machine.owner == nil, let client = clients.randomElement(using: &generator),
            let name = running.randomElement(using: &generator)
        else { return }
        ask(.begin(TransactionPlan(id: "t\(nextRequest)", components: [name])), of: client)
        ask(.launch(anotherSpec(name)), of: client)
    }

    private mutating func anotherSpec(_ name: ComponentID) -> LaunchSpec {
        restarts[name] = nil
        var spec = Self.spec(name)
        spec.facts = ["launch": JSON(nextRequest)]
        return spec
    }

    private mutating func ask(_ request: Request, of client: Int) {
        let token = RequestToken(client: client, request: nextRequest)
        nextRequest += 1
        asked.insert(token)
        feed(.request(token, request))
    }

    /// Everything is to stop: whatever was going on, it must come to its end.
    mutating func finish() {
        if ended { return }
        owed.append(.terminated(15))
        for _ in 0..<10_000 where !ended {
            if !owed.isEmpty {
                let next = owed.removeFirst()
                if case .terminated = next { stopped = true }
                feed(next)
            } else if let id = living.first(where: { $0.value })?.key {
                living[id] = nil
                feed(.exited(id, Exit(code: 0), holder: nil))
            } else {
                passTime()
            }
        }
    }
}
