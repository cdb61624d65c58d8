import Events
import Platform
import RunState
import Supervision
import Truth
import Vocabulary

/// What runs and is not ready yet: launched by somebody else, and waited for.
struct AwaitedComponents {
    private let present: PresentProject
    private let parts: StartupParts

    init(_ present: PresentProject, _ parts: StartupParts) {
        self.present = present
        self.parts = parts
    }

    /// Until each is ready or can't be any more, or that is not wanted any longer.
    ///
    /// - Returns: those that did not become ready, with the reason.
    func wait(_ cancellation: Cancellation) throws -> [FailureEntry] {
        guard present.supervisorLives, let launch = present.launch, !starting.isEmpty else {
            return []
        }
        let client = try SupervisorClient.connect(
            socket: launch.socket, cancellation: cancellation)
        return try starting.compactMap { component in
            if cancellation.isCancelled { return nil }
            let report: ComponentReport
            do { report = try client.waitReady(component, cancellation: cancellation) } catch {
                if cancellation.isCancelled { return nil }
                throw error
            }
            return ended(report)
        }
    }

    private var starting: [ComponentID] {
        (present.observed?.components ?? []).filter {
            $0.status == .starting && $0.record.desired == .running
        }.map(\.name)
    }

    private func ended(_ report: ComponentReport) -> FailureEntry? {
        if report.status == .ready {
            parts.sink.emit(
                Event(
                    "component.ready", component: report.component,
                    data: ["milliseconds": JSON(report.milliseconds)]))
            return nil
        }
        var entry = FailureEntry(
            NotReady(report, classified: .hard).failure, time: parts.clock.now(),
            component: report.component)
        entry.logLines = report.log
        return entry
    }
}
