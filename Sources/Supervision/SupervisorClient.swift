package import Events
package import Platform
import Synchronization
package import Vocabulary

/// A command's line to a supervisor. Every call blocks its thread until the answer is there; any
/// number of threads may call at once. A transaction belongs to the connection: where that ends
/// before `commit`, the supervisor undoes what the transaction launched.
package final class SupervisorClient: Sendable {
    private let channel: Channel
    package let hello: SupervisorHello

    private init(channel: Channel, hello: SupervisorHello) {
        self.channel = channel
        self.hello = hello
    }

    deinit { channel.close() }

    /// Connects and says hello: the peer's user and protocol are checked.
    ///
    /// - Parameter cancellation: once cancelled, whoever does not answer at all is waited for a
    ///   moment only, now and in every later call.
    /// - Throws: `supervisor.unreachable`, `supervisor.foreign`, `supervisor.protocol`, and
    ///   `supervisor.unresponsive` where nothing comes for ten seconds, as every call does.
    package static func connect(
        socket: String, cancellation: Cancellation? = nil
    ) throws -> SupervisorClient {
        let channel = try Recording.span(.connect) {
            try Channel.connect(socket, urge: cancellation)
        }
        let answer = try channel.call("hello", SupervisorHello.greeting())
        let hello = try SupervisorHello(json: answer)
        try hello.check()
        return SupervisorClient(channel: channel, hello: hello)
    }

    /// Begins a transaction: `launch.json` names every component with its mark, synced.
    ///
    /// - Throws: `supervisor.busy` while another connection has one.
    package func begin(_ transaction: TransactionPlan) throws {
        _ = try channel.call("begin", transaction.json.object ?? [:])
    }

    /// Spawns; a living incarnation of that component is stopped, with proof, before.
    ///
    /// - Throws: `component.spawn_failed` with the step that failed and its errno.
    package func launch(_ spec: LaunchSpec) throws -> LaunchReport {
        try LaunchReport(json: try channel.call("launch", ["spec": spec.json]))
    }

    /// Returns when the component is ready or can't be any more.
    ///
    /// - Throws: `supervisor.cancelled`; the component is left as it is.
    package func waitReady(
        _ component: ComponentID, cancellation: Cancellation? = nil
    ) throws -> ComponentReport {
        try ComponentReport(
            json: try channel.call("wait", ["component": component.json], cancellation))
    }

    /// Makes what was launched since `begin` stay; synced.
    package func commit() throws { _ = try channel.call("commit") }

    /// Stops what this transaction launched, with proof.
    @discardableResult
    package func abort() throws -> StopReport { try StopReport(json: try channel.call("abort")) }

    /// Leaves, and waits until the supervisor has ended: for one that has nothing left to do.
    package func leave(milliseconds: Int = 2000) throws {
        let supervisor = try ProcessHandle.open(hello.pid)
        channel.close()
        _ = supervisor?.waitForExit(milliseconds: milliseconds)
    }

    /// Hands over events for `events.jsonl` and for subscribers, in order.
    package func record(_ events: [Event]) throws {
        _ = try channel.call("record", ["events": .array(events.map(\.json))])
    }

    /// Adds facts of a component that were found later (phases, the result of a seed).
    package func update(_ component: ComponentID, facts: JSON.Object) throws {
        _ = try channel.call("update", ["component": component.json, "facts": .object(facts)])
    }

    /// Has it go by what `LaunchRules` names of that spec from now on.
    package func adjust(_ spec: LaunchSpec) throws {
        _ = try channel.call("adjust", ["spec": spec.json])
    }

    /// Tells that an optional bootstrap of a ready component failed: it counts as `degraded` until
    /// it is launched anew.
    package func degrade(_ component: ComponentID, reason: String) throws {
        try update(
            component,
            facts: [
                LaunchSpec.softFailureKey: .string(reason),
                "failure_class": .string(FailureClass.softBootstrap.rawValue),
            ])
    }

    /// Replaces the members of `facts` in the run's own record (port plan, metadata).
    package func updateRun(_ facts: JSON.Object) throws {
        _ = try channel.call("update", ["facts": .object(facts)])
    }

    /// `{run, pid, socket, version, memory_kib, transaction, components: […]}` as of now.
    package func status() throws -> JSON { try channel.call("status") }

    /// Stops components, in reverse order of need; nil is everything, and the supervisor ends too:
    /// then this returns after it has let go of its lock.
    package func stop(
        _ components: [ComponentID]? = nil, cancellation: Cancellation? = nil,
        onEvent: (Event) -> Void = { _ in }
    ) throws -> StopReport {
        let names = components.map { JSON($0.map(\.rawValue)) } ?? .null
        let supervisor = try ProcessHandle.open(hello.pid)
        let answer = try channel.call("stop", ["components": names], cancellation) { event in
            // An event that can't be read is only not shown; the answer is what counts.
            if let event = try? Event(json: event) { onEvent(event) }
        }
        if components == nil {
            channel.waitForEnd(milliseconds: 2000)
            _ = supervisor?.waitForExit(milliseconds: 2000)
        }
        return try StopReport(json: answer)
    }

    /// Ends the grace of everything that is being stopped: the proof is never cut short.
    package func hasten() throws { _ = try channel.call("hasten") }

    /// Stops the components with proof and launches them again in order of need, each once its
    /// needs are ready; without a spec the recorded one is used. Back-off and count begin anew.
    package func restart(
        _ components: [ComponentID], specs: [LaunchSpec] = [], cancellation: Cancellation? = nil
    ) throws -> [ComponentReport] {
        let answer = try channel.call(
            "restart",
            [
                "components": JSON(components.map(\.rawValue)),
                "specs": .array(specs.map(\.json)),
            ], cancellation)
        return try answer.list("components", ComponentReport.init(json:))
    }

    /// Sends a signal to the component's first process.
    package func signal(_ component: ComponentID, _ signal: Int32) throws {
        _ = try channel.call(
            "signal", ["component": component.json, "signal": JSON(Int(signal))])
    }

    /// Calls `onEvent` with each line of `events.jsonl` from `sequence` on, and then as they come,
    /// until cancelled or the supervisor ends.
    package func subscribe(
        from sequence: Int, cancellation: Cancellation? = nil, onEvent: (JSON) -> Void
    ) throws {
        _ = try channel.call("subscribe", ["from": JSON(sequence)], cancellation, onEvent)
    }

    /// Cancels that, as requested, when the connection has ended, whoever ended it.
    package func cancelsAtEnd(_ cancellation: Cancellation) throws {
        let channel = channel
        try Thread.detach {
            channel.waitForEnd(milliseconds: -1)
            cancellation.cancel(.requested)
        }
    }

    package func ping() throws { _ = try channel.call("ping") }

    /// Any other method, as the protocol names it.
    package func call(
        _ method: String, _ parameters: JSON.Object = [:], _ cancellation: Cancellation? = nil
    ) throws -> JSON {
        try channel.call(method, parameters, cancellation)
    }
}
