import Glibc
import Platform
import Testing
import Vocabulary

@testable import RunState

/// The registry on the real kernel.
@Suite struct PortRealityTests {
    let state: TemporaryState
    let api = ComponentID(unchecked: "api")

    init() throws { state = try TemporaryState() }

    private func claim(_ port: Port, _ conflict: PortRules.Conflict = .move) throws -> PortPlan {
        let plans = try PortRegistry(state.layout).claim(
            [PortRequest(component: api, preferred: port)], scope: Samples.scope, project: .main,
            run: Samples.run, rules: PortRules(conflict: conflict, isMain: true))
        return try #require(plans.first)
    }

    @Test(arguments: [("0.0.0.0", AF_INET), ("127.0.0.2", AF_INET), ("::1", AF_INET6)])
    func aHolderOnAnyAddressIsSeenAndNamed(address: String, family: Int32) throws {
        let socket = try TestSocket(address: address, family: family)
        let plan = try claim(socket.port)
        #expect(plan.final != socket.port)
        #expect(plan.displacedBy?.pid == getpid())
        #expect(plan.displacedBy?.program == ProcessEntry.read(getpid())?.name)
    }

    @Test func timeWaitIsNoHolder() throws {
        let port = try TestSocket.timeWait()
        let plan = try claim(port)
        #expect(plan.final == port)
        #expect(plan.source == .config)
    }

    @Test func fortyAtOnceGiveNoPortTwice() async throws {
        let layout = state.layout
        let ports = try await withThrowingTaskGroup(of: [Port].self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await Blocking.run {
                        let requests = ["api", "web", "db"].map {
                            PortRequest(component: ComponentID(unchecked: $0))
                        }
                        return try PortRegistry(layout).claim(
                            requests, scope: Samples.scope,
                            project: ProjectName(unchecked: "p\(number)"), run: Samples.run,
                            rules: PortRules(isMain: false)
                        ).map(\.final)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(ports.count == 120)
        #expect(Set(ports).count == 120)
        #expect(try PortRegistry(layout).reservations().count == 120)
    }
}
