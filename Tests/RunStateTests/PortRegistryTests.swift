import Testing
import Vocabulary

@testable import Platform
@testable import RunState

/// Which port is chosen.
@Suite struct PortRegistryTests: PortTests {
    let state: TemporaryState

    init() throws { state = try TemporaryState() }

    @Test func mainGetsTheConfiguredPortAndOthersDont() throws {
        let registry = try registry()
        let main = try claim(registry, try preferring(8000), project: "main", try rules(main: true))
        #expect(main.final.number == 8000)
        #expect(main.source == .config)
        let other = try claim(registry, try preferring(8000), try rules())
        #expect(other.source == .scan)
        #expect((20_000...20_999).contains(other.final.number))
    }

    @Test func aPreviewIsWhatAClaimGivesAndLeavesNoTrace() throws {
        let registry = try registry(listening: [8000])
        for isMain in [true, false] {
            let request = try preferring(8000)
            let rules = try rules(main: isMain)
            let preview = try registry.preview(
                [request], scope: Samples.scope, project: ProjectName(unchecked: "one"),
                run: Samples.run, rules: rules)
            #expect(try registry.reservations().isEmpty)
            #expect(preview == [try claim(registry, request, rules)])
            try registry.release(ProjectName(unchecked: "one"), of: Samples.scope)
        }
    }

    @Test(arguments: [true, false]) func aPortOfTheWorktreesOwnCountsWhereItCanBeHad(isTaken: Bool)
        throws
    {
        let registry = try registry()
        var request = try preferring(8000)
        if isTaken { _ = try claim(registry, request, project: "main", try rules(main: true)) }
        let kept = try claim(registry, try preferring(7000), project: "two", try rules())
        request.isOwn = true
        let plan = try claim(registry, request, project: "two", try rules(conflict: .fail))
        #expect(plan.final == (isTaken ? kept.final : try Samples.port(8000)))
    }

    @Test func aReservationStaysWhateverOthersDo() throws {
        let registry = try registry()
        let first = try claim(registry, api, project: "one", try rules())
        let second = try claim(registry, api, project: "two", try rules())
        #expect(first.final != second.final)
        try registry.endClaims(of: Samples.run)
        try registry.release(ProjectName(unchecked: "one"), of: Samples.scope)
        for number in 0..<20 { _ = try claim(registry, api, project: "p\(number)", try rules()) }
        let again = try claim(registry, api, project: "two", try rules())
        #expect(again.final == second.final)
        #expect(again.source == .reservation)
    }

    @Test func nothingIsWrittenWhenNothingChanges() throws {
        let registry = try registry()
        _ = try claim(registry, api, try rules())
        let before = try FileSystem.status(state.layout.ports)
        _ = try claim(registry, api, try rules())
        #expect(try FileSystem.status(state.layout.ports) == before)
        try registry.endClaims(of: Samples.run)
        #expect(try FileSystem.status(state.layout.ports).inode != before.inode)
        #expect(try registry.reservations().first?.claim == nil)
        #expect(try registry.reservations().count == 1)
    }

    @Test func aStrangerOnTheReservedPortMakesTheComponentMove() throws {
        let first = try claim(try registry(), api, try rules())
        let crowded = try registry(listening: [Int(first.final.number)])
        let moved = try claim(crowded, api, try rules())
        #expect(moved.final != first.final)
        #expect(moved.displacedBy?.pid == 77)
        #expect(moved.displacedBy?.program == "stranger")
        #expect(moved.displacedBy?.port == first.final)
        let later = try claim(try registry(), api, try rules())
        #expect(later.final == moved.final)
    }

    @Test func ourOwnListenerIsNoStranger() throws {
        let first = try claim(try registry(), api, try rules())
        let number = Int(first.final.number)
        let again = try claim(
            try registry(listening: [number]), api, try rules(own: [number]))
        #expect(again.final == first.final)
    }

    @Test func withFailAStrangerIsAnErrorThatNamesIt() throws {
        let registry = try registry(listening: [8000])
        let rules = try rules(main: true, conflict: .fail)
        #expect { try claim(registry, try preferring(8000), project: "main", rules) } throws: {
            let failure = Failure($0)
            return failure.code == "port.held"
                && failure.causes.contains { $0.contains("stranger (pid 77)") }
        }
        #expect(try registry.reservations().isEmpty)
    }

    @Test func theConfiguredPortOfAnotherRepositoryIsLeftAlone() throws {
        let registry = try registry()
        _ = try claim(registry, try preferring(8000), project: "main", try rules(main: true))
        let plans = try registry.claim(
            [try preferring(8000)], scope: ScopeID(unchecked: "other-ba9876543210"),
            project: .main, run: Samples.run, rules: try rules(main: true))
        #expect(plans.first?.source == .scan)
        #expect(plans.first?.displacedBy == nil)
    }

    @Test func anEditedPortOfMainIsTakenWhereItIsFree() throws {
        let registry = try registry()
        let main = try rules(main: true)
        _ = try claim(registry, try preferring(8000), project: "main", main)
        let edited = try claim(registry, try preferring(9000), project: "main", main)
        #expect(edited.final.number == 9000)
        let taken = try self.registry(listening: [9500])
        let kept = try claim(taken, try preferring(9500), project: "main", main)
        #expect(kept.final.number == 9000)
        #expect(kept.source == .reservation)
    }

    @Test func aComponentThatIsConfiguredGoesBeforeOneThatWas() throws {
        let registry = try registry()
        let main = try rules(main: true)
        _ = try claim(registry, try preferring(8000), project: "main", main)
        let renamed = PortRequest(
            component: ComponentID(unchecked: "web"), preferred: try Samples.port(8000))
        let other = try claim(registry, renamed, project: "side", main)
        #expect(other.source == .scan)
        let both = try registry.claim(
            [renamed, PortRequest(component: api.component)], scope: Samples.scope, project: .main,
            run: Samples.run, rules: main)
        #expect(both.map(\.source) == [.scan, .reservation])
        try registry.release(.main, of: Samples.scope)
        _ = try claim(registry, try preferring(8000), project: "main", main)
        #expect(try claim(registry, renamed, project: "main", main).source == .scan)
        try registry.release(.main, of: Samples.scope)
        _ = try claim(registry, try preferring(8000), project: "main", main)
        try registry.endClaims(of: Samples.run)
        let web = try claim(registry, renamed, project: "main", main)
        #expect(web.source == .config)
        #expect(web.final.number == 8000)
        let ours = try registry.reservations().filter { $0.project == .main }
        #expect(ours.map(\.component.rawValue) == ["web"])
    }

    @Test func theScanSkipsWhatIsListenedOnOrCantBeBound() throws {
        let listening = Array(20_000...20_004)
        let registry = try registry(listening: listening, taken: [20_006, 20_007])
        let small = try rules(20_000...20_009)
        let ports = try (0..<3).map {
            Int(try claim(registry, api, project: "p\($0)", small).final.number)
        }
        #expect(Set(ports) == [20_005, 20_008, 20_009])
        #expect { try claim(registry, api, project: "more", small) } throws: {
            Failure($0).code == "port.range_exhausted"
        }
    }

    @Test func oneClaimGivesEachRequestItsOwnPort() throws {
        let wanted = try (20_000...20_009).map {
            PortRequest(
                component: ComponentID(unchecked: "c\($0)"), preferred: try Samples.port($0))
        }
        let plans = try registry().claim(
            [api] + wanted, scope: Samples.scope, project: .main, run: Samples.run,
            rules: try rules(main: true, 20_000...20_010))
        #expect(Set(plans.map(\.final)).count == 11)
        #expect(plans.first?.final.number == 20_010)
    }

    @Test func twoProjectsDontWalkTheSamePorts() throws {
        let first = try claim(try registry(), api, project: "one", try rules())
        let state = try TemporaryState()
        let other = PortRegistry(
            state.layout, userID: 1000,
            kernel: PortKernel(listeners: { [] }, isFree: { _ in true }, owner: { _ in nil }))
        let second = try claim(other, api, project: "one", try rules())
        #expect(first.final != second.final)
    }

    @Test func aPortTakenBeforeTheBindIsReplacedFiveTimes() throws {
        let registry = try registry()
        var plan = try claim(registry, api, try rules())
        let assigned = plan.assigned
        var seen: Set<Port> = [plan.final]
        for count in 1...5 {
            plan = try registry.retry(
                plan, scope: Samples.scope, project: ProjectName(unchecked: "one"),
                run: Samples.run, rules: try rules())
            #expect(plan.retries == count)
            #expect(seen.insert(plan.final).inserted)
        }
        #expect(plan.assigned == assigned)
        #expect(plan.source == .retry)
        #expect(try registry.reservations().map(\.port) == [plan.final])
        let last = plan
        #expect {
            try registry.retry(
                last, scope: Samples.scope, project: ProjectName(unchecked: "one"),
                run: Samples.run, rules: try rules())
        } throws: { Failure($0).code == "port.retries_exhausted" }
    }

    @Test(arguments: [
        ("32768\t60999\n", 32_767), ("1024 65535", 32_767), ("", 32_767), ("49152 65535", 49_151),
    ])
    func theRangeEndsBelowTheEphemeralFloor(text: String, last: UInt16) {
        let range = PortRules.range(ephemeral: text)
        #expect(range.lowerBound.number == 20_000)
        #expect(range.upperBound.number == last)
    }
}
