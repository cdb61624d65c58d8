import Platform
import Supervision
import Testing
import Vocabulary

@testable import SupervisorCore

/// Files that change, and the restarts for them.
struct WatchTests {
    private static let rule = WatchRule(root: "/src", paths: ["."])
    private static let timer = TimerKey.watch(Life.name)

    private func watched(_ change: (inout LaunchSpec) -> Void = { _ in }) -> Life {
        var life = Life()
        life.launch { spec in
            spec.watch = Self.rule
            change(&spec)
        }
        life.ready()
        return life
    }

    private func state(_ life: Life) -> ComponentState? { life.machine.components[Life.name] }

    /// A change, after which nothing more comes; `later`: milliseconds after what was before.
    @discardableResult
    private func change(_ life: inout Life, _ path: String, later: UInt64 = 100_000) -> [Action] {
        life.time += later * 1_000_000
        life.feed(.filesChanged(Life.name, path: path))
        return fire(&life)
    }

    private func fire(_ life: inout Life) -> [Action] {
        guard let due = life.armed.removeValue(forKey: Self.timer) else { return [] }
        life.time = due
        return life.feed(.timer(Self.timer))
    }

    private func restart(_ life: inout Life, _ path: String, later: UInt64 = 100_000) {
        change(&life, path, later: later)
        life.die(Exit(code: 0))
        life.ready()
    }

    @Test func aLaunchIsWatchedAndAStopEndsThat() {
        var life = Life()
        let spec = { (spec: inout LaunchSpec) in spec.watch = Self.rule }
        life.launch(spec)
        #expect(state(life)?.watch.isOn == true)
        #expect(life.request(.stop([Life.name])).contains(.unwatch(Life.name)))
        #expect(change(&life, "a.py").isEmpty)
    }

    @Test func aChangeRestartsOnceAfterTheLastOfMany() {
        var life = watched()
        for _ in 0..<10 {
            life.time += 100_000_000
            life.feed(.filesChanged(Life.name, path: "a.py"))
            #expect(life.armed[Self.timer] == life.time + 150_000_000)
        }
        #expect(state(life)?.current?.phase == .running)
        let id = IncarnationID(component: Life.name, number: 1)
        #expect(fire(&life).contains(.signalGroup(id, 15)))
        life.die(Exit(code: 0))
        #expect(state(life)?.current?.id.number == 2)
        life.ready()
        #expect(state(life)?.reason == "restarted since a.py changed")
        #expect(life.armed[Self.timer] == nil)
        #expect(state(life)?.restarts == 0)
    }

    @Test func whoWritesWithoutAPauseDoesNotPutItOffForEver() {
        var life = watched()
        let first = life.time
        for _ in 0..<100 {
            life.feed(.filesChanged(Life.name, path: "a.py"))
            life.time += 100_000_000
        }
        #expect(life.armed[Self.timer].map { $0 <= life.time } == true)
        #expect(first + 2_000_000_000 < life.time)
    }

    @Test func quickRepeatsAreWaitedForLonger() {
        var life = watched()
        restart(&life, "a.py")
        for expected: UInt64 in [300, 600, 1200, 1200] {
            life.time += 10_000_000
            life.feed(.filesChanged(Life.name, path: "\(expected)/a.py"))
            #expect(life.armed[Self.timer] == life.time + expected * 1_000_000)
            _ = fire(&life)
            life.die(Exit(code: 0))
            life.ready()
        }
        life.time += 5_000_000_000
        life.feed(.filesChanged(Life.name, path: "a.py"))
        #expect(life.armed[Self.timer] == life.time + 150_000_000)
    }

    @Test func whatFailedForGoodComesBack() {
        var life = watched { $0.restart = .no }
        life.die()
        #expect(state(life)?.status == .failed)
        change(&life, "a.py")
        #expect(life.isSpawning)
    }

    @Test func aBackOffIsSkippedAndForgotten() {
        var life = watched()
        life.die()
        life.spawned()
        life.die()
        #expect(state(life)?.next?.moment == .afterDelay)
        change(&life, "a.py")
        #expect(life.isSpawning)
        #expect(state(life)?.restartTimes == [])
        #expect(life.armed[.delay(Life.name)] == nil)
    }

    @Test func aStartThatIsUnderWayIsNotDisturbed() {
        var life = watched()
        life.request(.begin(TransactionPlan(id: "u", components: [])))
        change(&life, "a.py")
        #expect(state(life)?.current?.phase == .running)
        life.request(.commit)
        #expect(state(life)?.current?.phase == .stopping)
    }

    @Test func whatIsLaunchedAnewAnywayIsLaunchedOnce() {
        var life = watched()
        life.request(.restart([Life.name], []))
        change(&life, "a.py")
        life.die(Exit(code: 0))
        life.ready()
        #expect(state(life)?.current?.id.number == 2)
        #expect(state(life)?.isMoving == false)
    }

    @Test func whatItChangesItselfSuspendsTheWatch() {
        var life = watched()
        for _ in 0..<4 { restart(&life, "tmp/out-\(life.time).js", later: 400) }
        #expect(state(life)?.current?.id.number == 5)
        let actions = change(&life, "tmp/out.js", later: 420)
        #expect(actions.contains(.unwatch(Life.name)))
        #expect(state(life)?.current?.id.number == 5)
        #expect(state(life)?.current?.phase == .running)
        #expect(life.machine.lacks["watch.api"]?.contains("envctl restart api") == true)
        #expect(life.machine.launched.first?.suspendedBy == "tmp/out.js")
        life.request(.restart([Life.name], []))
        life.die(Exit(code: 0))
        #expect(life.machine.lacks.isEmpty)
        #expect(state(life)?.watch.isOn == true)
    }

    @Test(arguments: [
        // Another folder, another time, too late to be the launch's work.
        ["a/x", "b/x", "a/x", "b/x", "a/x"], ["a/x", "a/x", "a/x", "a/x 9000", "a/x"],
        // Edits in an even rhythm.
        ["a/x 9000", "a/x 9000", "a/x 9000", "a/x 9000", "a/x 9000"],
        ["a/x 70000", "a/x 70000", "a/x 70000", "a/x 70000", "a/x 70000"],
        ["a/x 9000", "b/x 9000", "a/x 9000", "b/x 9000", "a/x 9000"],
    ])
    func whatAPersonChangesDoesNot(changes: [String]) {
        var life = watched()
        for entry in changes + changes {
            let words = entry.split(separator: " ")
            restart(&life, String(words[0]), later: words.count > 1 ? UInt64(words[1]) ?? 0 : 400)
        }
        #expect(state(life)?.watch.suspendedBy == nil)
        #expect(state(life)?.current?.id.number == 11)
    }

    @Test func aSlowLoopIsOneAfterTen() {
        var life = watched()
        for _ in 0..<10 { restart(&life, "tmp/out.js", later: 9000) }
        #expect(state(life)?.watch.suspendedBy == nil)
        change(&life, "tmp/out.js", later: 9200)
        #expect(state(life)?.watch.suspendedBy == "tmp/out.js")
    }

    @Test func aLoopUnderEverNewFoldersIsOneAfterTen() {
        var life = watched()
        for number in 0..<10 { restart(&life, "cache/\(number)/out.js", later: 400) }
        #expect(state(life)?.watch.suspendedBy == nil)
        change(&life, "cache/10/out.js", later: 420)
        #expect(state(life)?.watch.suspendedBy == "cache/10/out.js")
    }

    @Test func anotherSupervisorWatchesOn() {
        var life = Life()
        var actions = life.adopt(isLiving: true) { $0.spec?.watch = Self.rule }
        #expect(actions.contains(.watch(Life.name, Self.rule)))
        change(&life, "a.py")
        #expect(state(life)?.current?.phase == .stopping)
        var other = Life()
        actions = other.adopt(isLiving: true) {
            $0.spec?.watch = Self.rule
            $0.suspendedBy = "a.py"
        }
        #expect(!actions.contains(.watch(Life.name, Self.rule)))
        #expect(other.machine.lacks["watch.api"] != nil)
    }

    @Test func aWatchThatCannotBeIsToldAndTriedAgain() {
        var life = watched()
        life.feed(.watched(Life.name, problem: "inotify: too many"))
        #expect(life.machine.lacks["watch.api"]?.contains("inotify: too many") == true)
        #expect(change(&life, "a.py").isEmpty)
        life.request(.restart([Life.name], []))
        life.die(Exit(code: 0))
        #expect(state(life)?.watch.isOn == true)
        life.feed(.watched(Life.name, problem: nil))
        #expect(life.machine.lacks.isEmpty)
    }

    @Test func otherFilesAreLookedAtWithoutARestart() {
        var life = watched()
        guard var spec = state(life)?.spec else { return }
        let other = WatchRule(root: "/src", paths: ["lib"])
        spec.watch = other
        #expect(life.request(.adjust(spec)).contains(.watch(Life.name, other)))
        spec.watch = nil
        #expect(life.request(.adjust(spec)).contains(.unwatch(Life.name)))
        #expect(state(life)?.current?.phase == .running)
    }
}
