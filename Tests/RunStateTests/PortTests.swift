import Testing
import Vocabulary

@testable import Platform
@testable import RunState

/// Tests of the registry on a kernel of the test's own: ports that are listened on, and nothing else.
protocol PortTests {
    var state: TemporaryState { get }
}

extension PortTests {
    var api: PortRequest { PortRequest(component: ComponentID(unchecked: "api")) }

    func registry(listening: [Int] = [], taken: [Int] = []) throws -> PortRegistry {
        let listeners = try listening.map {
            Listener(port: try Samples.port($0), address: "0.0.0.0", userID: 7, inode: UInt64($0))
        }
        let kernel = PortKernel(
            listeners: { listeners }, isFree: { !taken.contains(Int($0.number)) },
            owner: { _ in
                ProcessEntry(
                    pid: 77, parent: 1, group: 77, session: 77, startTime: 1, state: "S",
                    name: "stranger")
            })
        return PortRegistry(state.layout, userID: 1000, kernel: kernel, clock: stopped())
    }

    func rules(
        main: Bool = false, _ range: ClosedRange<Int> = 20_000...20_999,
        conflict: PortRules.Conflict = .move, own: [Int] = []
    ) throws -> PortRules {
        PortRules(
            range: try Samples.port(range.lowerBound)...Samples.port(range.upperBound),
            conflict: conflict, isMain: main, own: Set(try own.map(Samples.port)))
    }

    func claim(
        _ registry: PortRegistry, _ request: PortRequest, project: String = "one",
        run: RunID = Samples.run, _ rules: PortRules
    ) throws -> PortPlan {
        let plans = try registry.claim(
            [request], scope: Samples.scope, project: ProjectName(unchecked: project), run: run,
            rules: rules)
        return try #require(plans.first)
    }

    func preferring(_ port: Int) throws -> PortRequest {
        PortRequest(component: api.component, preferred: try Samples.port(port))
    }
}
