import Vocabulary

/// The table of all keys: the one source of validation, the JSON Schema and the reference.
package struct ConfigurationSchema: Sendable {
    let records: [RecordSchema]
    package let requirements: [RequirementSchema]

    /// The table with the keys of these requirements' definitions.
    package init(requirements: [RequirementSchema]) {
        self.init(records: Self.table, requirements: requirements)
    }

    init(records: [RecordSchema], requirements: [RequirementSchema]) {
        self.records = records
        self.requirements = requirements
    }

    /// The record of the whole file.
    var root: RecordSchema { record("root") }

    /// An id without a row is a mistake in the table, which a test finds; it has no keys.
    func record(_ id: String) -> RecordSchema {
        records.first { $0.id == id } ?? RecordSchema(id, title: id, "", keys: [])
    }

    func requirement(_ kind: String) -> RequirementSchema? { requirements.first { $0.id == kind } }

    /// The keys that all requirements share, then those of `kind`.
    func requirementRecord(_ kind: String) -> RecordSchema {
        var record = record("requirement")
        record.keys += requirement(kind)?.keys ?? []
        return record
    }

    /// The definition that an entry of `requirements` asks for: its `type`, else its name.
    static func kind(of node: Node, named name: String) -> String {
        node["type"]?.scalar?.text ?? name
    }

    static var rootType: ValueType { .record("root") }
}

extension ConfigurationSchema {
    /// Every record of the product itself.
    static let table: [RecordSchema] = [
        root, ports, start, service, environmentFile, stop, need, watch, prepare, step, probe, http,
        file, exchange, requirement, release,
    ]

    private static let root = RecordSchema(
        "root", title: "Top level",
        "The keys of `envctl.yaml`. Those marked as preferences may also stand in the user's and the"
            + " system's `config.yaml`.",
        keys: [
            KeySchema(
                "version", .integer(1...1), default: 1, isPreference: true,
                "The version of this format."),
            KeySchema(
                "requirements", .map(keys: .component, of: .requirement),
                "Backing services by name. The name is the kind, unless the entry has a `type`."),
            KeySchema(
                "services", .map(keys: .component, of: .record("service")),
                "The project's own long-running processes by name."),
            KeySchema(
                "steps", .map(keys: .component, of: .record("step")),
                "Commands that have to be done before a service starts, by name."),
            KeySchema("ports", .record("ports"), isPreference: true, "How ports are chosen."),
            KeySchema(
                "port_conflict", .choice(["move", "fail"]), default: "move", isPreference: true,
                "What becomes of a component whose port is held by another program: it moves to"
                    + " another free port of `ports.range`, or the start fails."),
            KeySchema(
                "history", .integer(1...10_000), default: 50, isPreference: true,
                "How many runs of a project are kept."),
            KeySchema(
                "jobs", .integer(1...256), isPreference: true,
                "How many steps run at once; the number of processors where it is unset."),
            KeySchema(
                "log_limit", .size, default: "64MiB", isPreference: true,
                "How much of each component's log is kept; its beginning is given back."),
            KeySchema("start", .record("start"), isPreference: true, "Bounds of a start."),
            KeySchema("release", .record("release"), "What a release demands."),
            KeySchema(
                "spares", .boolean, default: true, isPreference: true,
                "Whether a copy of each template is kept ready, so that a new project's data is"
                    + " there at once."),
            KeySchema(
                "default_mode", .choice(["main", "trees"]), default: "main", isPreference: true,
                "The targets of a command that is given outside any worktree."),
        ])

    private static let ports = RecordSchema(
        "ports", title: "`ports`", "How ports are chosen.",
        keys: [
            KeySchema(
                "range", .portRange,
                "Where a port is looked for that is not configured or not free, as `20000-29999`;"
                    + " 20000 up to the kernel's ephemeral ports where it is unset.")
        ])

    private static let start = RecordSchema(
        "start", title: "`start`", "Bounds of a start.",
        keys: [
            KeySchema(
                "timeout", .duration, "The longest that a whole start may take; unset is no bound.")
        ])

    private static let stop = RecordSchema(
        "stop", title: "`stop`", "How a service is asked to end.",
        keys: [
            KeySchema(
                "signal", .choice(signals), default: "SIGTERM", "The signal; `SIG` may be left out."
            ),
            KeySchema(
                "timeout", .duration, default: "10s",
                "How long it has before everything that is left of it is killed."),
            KeySchema(
                "command", .command,
                "Runs instead of the signal, which follows where it fails; what is left after"
                    + " `timeout` is killed."),
        ])

    static let signals: [String] = {
        let names = ["TERM", "INT", "QUIT", "HUP", "USR1", "USR2", "WINCH", "KILL"]
        return names.map { "SIG" + $0 } + names
    }()

    private static let need = RecordSchema(
        "need", title: "An entry of `needs`", "A component that has to be ready before.",
        keys: [
            KeySchema("name", .name, isRequired: true, "The component."),
            KeySchema(
                "restart", .boolean, default: false,
                "Whether a restart of that component restarts this one too."),
        ])

    static let needs = ValueType.oneOrMore(of: .either([.name, .record("need")]))
}
