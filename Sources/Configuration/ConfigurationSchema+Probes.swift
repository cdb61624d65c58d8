import Vocabulary

extension ConfigurationSchema {
    /// `ready: tcp`, `ready: notify`, or a probe with keys.
    static let probeType = ValueType.either([.choice(["tcp", "notify"]), .record("probe")])

    static let probeKinds = [
        "tcp", "http", "exec", "log", "notify", "file", "exchange", "alive", "all", "any",
    ]

    static let probe = RecordSchema(
        "probe", title: "`ready` and `health`",
        "Exactly one of the kinds, and when to give up. `ready: tcp` and `ready: notify` are short"
            + " forms.",
        exactlyOne: probeKinds,
        keys: [
            KeySchema(
                "tcp", .either([.boolean, .port]),
                "The component listens on this port; `true` is its own port."),
            KeySchema(
                "http", .either([.string, .record("http")]),
                "An HTTP request is answered; a string is the path."),
            KeySchema("exec", .command, "A command exits 0."),
            KeySchema(
                "log", .string, "A new line of the log matches this POSIX extended expression."),
            KeySchema(
                "notify", .boolean,
                "The service says so by the `sd_notify` protocol: `READY=1`; for `health` by a"
                    + " `WATCHDOG=1` in each `interval`, which it finds as `WATCHDOG_USEC`."),
            KeySchema(
                "file", .either([.path, .record("file")]),
                "A file is there, or a line of it has a value."),
            KeySchema(
                "exchange", .record("exchange"), "Bytes are sent, and the expected ones come back."),
            KeySchema("alive", .duration, "It lives that long."),
            KeySchema("all", .list(of: .record("probe")), "All of these."),
            KeySchema("any", .list(of: .record("probe")), "One of these."),
            KeySchema("timeout", .duration, default: "60s", "The deadline."),
            KeySchema("interval", .duration, "Between two probes of `health`."),
        ])

    static let http = RecordSchema(
        "http", title: "`http`", "One request and the answer that counts.",
        keys: [
            KeySchema("path", .string, isRequired: true, "Begins with `/`."),
            KeySchema("port", .port, "The component's own port where it is unset."),
            KeySchema("method", .string, default: "GET", "The method."),
            KeySchema("status", .integer(100...599), "The expected status; unset is 200 to 399."),
            KeySchema("header", .map(keys: .any, of: .text), "Headers of the request."),
        ])

    static let file = RecordSchema(
        "file", title: "`file`", "A file, or one line of it.",
        keys: [
            KeySchema("path", .path, isRequired: true, "Relative to `directory`."),
            KeySchema("line", .integer(1...1_000_000), "Which line, from 1."),
            KeySchema("value", .text, "What the line has to be."),
        ])

    static let exchange = RecordSchema(
        "exchange", title: "`exchange`", "Bytes sent to a port and bytes expected from it.",
        keys: [
            KeySchema("send", .string, isRequired: true, "Sent after connecting."),
            KeySchema("expect", .string, isRequired: true, "The answer begins with it."),
            KeySchema("port", .port, "The component's own port where it is unset."),
        ])

    static let requirement = RecordSchema(
        "requirement", title: "`requirements.NAME`",
        "A backing service. These keys are shared by all kinds; each kind adds its own.",
        keys: [
            KeySchema("type", .string, "The kind, where the name is another word."),
            KeySchema(
                "backend", .choice(["native", "docker", "external", "auto"]), default: "native",
                "Where it runs: as a process of this machine, in a container, or elsewhere (`url`)."
                    + " With a `url` the default is `external`."),
            KeySchema(
                "version", .version,
                "Which versions will do: `15`, `>=14`, `>=14,<17`. The newest that fits is taken."),
            KeySchema("url", .template, "The server of an `external` requirement."),
            KeySchema("port", .port, "The preferred port."),
            KeySchema(
                "ports", .map(keys: .component, of: .port),
                "Further preferred ports, by the names that its kind has for them."),
            KeySchema(
                "environment", .map(keys: .variable, of: .string),
                "Renames projected variables: `DATABASE_URL: API_DATABASE_URL`."),
            KeySchema(
                "settings", .map(keys: .any, of: .text),
                "Settings of the server itself, as they are."),
            KeySchema("needs", needs, "Components that have to be ready before it starts."),
            KeySchema("timeout", .duration, "The deadline for ready."),
            KeySchema("log_limit", .size, "How much of its log is kept."),
        ])
}
