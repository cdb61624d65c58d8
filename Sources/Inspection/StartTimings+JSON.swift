import Events
import Platform
package import RunState
import Steps
package import Vocabulary

extension StartTimings {
    /// Of the last start, resume or restart of a run; nil where nothing tells of it.
    ///
    /// - Throws: where the record can't be read.
    package static func read(_ run: RunLayout) throws -> StartTimings? {
        let events = try EventLog.read(run.events)
        if let restart = StartTimings(restartAmong: events) { return restart }
        guard let bytes = try FileSystem.readIfPresent(run.steps) else { return nil }
        return StartTimings(try StepExecutionState(json: try JSON.parse(bytes)))
    }

    /// The member `timings` in the answer of `status`.
    package var json: JSON {
        [
            "milliseconds": JSON(milliseconds), "components": .array(components.map(\.json)),
            "path": .array(
                path.map {
                    [
                        "name": .string($0.name), "phase": .string($0.phase.rawValue),
                        "step": $0.step.json, "milliseconds": JSON($0.milliseconds),
                    ]
                }),
        ]
    }
}

extension StartTimings.Component {
    fileprivate var json: JSON {
        let phases = StartTimings.Phase.allCases.map { phase in
            (phase.rawValue, JSON(self.phases[phase] ?? 0))
        }
        return ["name": .string(name), "phases": .object(JSON.Object(phases))]
    }
}
