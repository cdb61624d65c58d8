package import Vocabulary

/// One line of `events.jsonl`.
package struct RecordedEvent: Sendable, Equatable {
    package var time: Timestamp
    /// Microseconds of CLOCK_MONOTONIC: tells durations within one boot, whatever the wall clock
    /// does.
    package var monotonic: Int
    /// From 1, without gaps.
    package var sequence: Int
    package var run: RunID
    package var project: ProjectName
    package var event: Event

    package init(
        time: Timestamp, monotonic: Int, sequence: Int, run: RunID, project: ProjectName,
        event: Event
    ) {
        self.time = time
        self.monotonic = monotonic
        self.sequence = sequence
        self.run = run
        self.project = project
        self.event = event
    }

    package var json: JSON {
        [
            "schema": "envctl.events/1",
            "ts": time.json, "mono": JSON(monotonic), "seq": JSON(sequence), "run": run.json,
            "project": project.json, "event": .string(event.name),
            "component": JSON(event.component?.rawValue), "data": .object(event.data),
        ]
    }

    package init(json: JSON) throws {
        time = try json.required("ts", "a time") { $0.string.flatMap { Timestamp($0) } }
        monotonic = try json.requiredInt("mono")
        sequence = try json.requiredInt("seq")
        run = RunID(unchecked: try json.requiredString("run"))
        project = ProjectName(unchecked: try json.requiredString("project"))
        event = try Event(json: json)
    }
}
