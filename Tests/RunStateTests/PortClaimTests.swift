import Testing
import Vocabulary

@testable import Platform
@testable import RunState

/// What of the registry outlives a run, a project and its own file.
@Suite struct PortClaimTests: PortTests {
    let state: TemporaryState

    init() throws { state = try TemporaryState() }

    @Test func allClaimsOfOneProjectEndAtOnce() throws {
        let registry = try registry()
        for project in ["one", "two"] {
            _ = try claim(registry, api, project: project, try rules())
        }
        try registry.endClaims(of: ProjectName(unchecked: "one"), in: Samples.scope)
        let left = try registry.reservations().filter { $0.claim != nil }
        #expect(left.map(\.project.rawValue) == ["two"])
        #expect(try registry.reservations().count == 2)
    }

    @Test func claimsOfDeadRunsEndAndTheirReservationsStay() throws {
        let registry = try registry()
        let dead = RunID(unchecked: "20261101T000000.000Z-000001")
        _ = try claim(registry, api, project: "dead", run: dead, try rules())
        _ = try registry.claim(
            [api], scope: Samples.scope, project: ProjectName(unchecked: "one"), run: Samples.run,
            rules: try rules(), isAlive: { $0 != dead })
        #expect(try registry.reservations().map(\.claim) == [nil, Samples.run])
    }

    @Test func aDamagedRegistryIsRebuiltFromTheManifests() throws {
        let registry = try registry()
        let before = try claim(registry, api, project: "main", try rules())
        var record = try Samples.record()
        record.ports = [before]
        _ = try RunRepository(state.layout).create(record)
        try FileSystem.writeAtomically(Array("{torn".utf8), to: state.layout.ports)
        #expect(throws: Failure.self) { try registry.reservations() }
        let after = try claim(registry, api, project: "main", try rules())
        #expect(after.final == before.final)
        #expect(after.source == .reservation)
        #expect(FileSystem.exists(state.layout.ports + ".bad-20261121T074000.000Z"))
    }

    @Test(arguments: [false, true])
    func aRebuiltRegistryClaimsForRunsThatAreNotOver(isOver: Bool) throws {
        let registry = try registry()
        var record = try Samples.record()
        record.ports = [try claim(registry, api, project: "main", try rules())]
        record.ended = isOver ? record.started : nil
        _ = try RunRepository(state.layout).create(record)
        try FileSystem.removeFile(state.layout.ports)
        _ = try claim(registry, api, project: "other", try rules())
        let rebuilt = try #require(
            try registry.reservations().first { $0.project.rawValue == "main" })
        #expect(rebuilt.claim == (isOver ? nil : record.run))
    }
}
