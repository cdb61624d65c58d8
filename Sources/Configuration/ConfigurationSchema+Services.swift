import Vocabulary

extension ConfigurationSchema {
    static let service = RecordSchema(
        "service", title: "`services.NAME`", "A long-running process of the project.",
        keys: [
            KeySchema(
                "command", .command, isRequired: true,
                "What runs. A string is given to `/bin/sh`, a list is executed as it is. `${…}` is"
                    + " expanded by envctl; every other `$` is the shell's."),
            KeySchema(
                "directory", .path, default: ".",
                "Where it runs, relative to the folder of `envctl.yaml`."),
            KeySchema(
                "prepare", .oneOrMore(of: .either([.template, .record("prepare")])),
                "Steps before the launch, in order; a step that ran makes those after it run. A bare"
                    + " string is a step with that `run`."),
            KeySchema(
                "port", .port, "The preferred port; the service gets it as `PORT` and `${port}`."),
            KeySchema(
                "ports", .map(keys: .component, of: .port),
                "Further preferred ports by name; the service finds them as `${ports.NAME}`."),
            KeySchema(
                "ready", probeType,
                "How to see that it is ready. Unset: its port listens; without a port: it lives for a"
                    + " moment."),
            KeySchema("health", probeType, "Probed again and again once the service is ready."),
            KeySchema(
                "env", .map(keys: .variable, of: .template),
                "Variables of its environment; they win over all others."),
            KeySchema(
                "env_file", .oneOrMore(of: .either([.path, .record("env_file")])),
                "Files of `KEY=VALUE` lines, relative to `directory`; a later one wins. How they are"
                    + " read is in [env-files.md](env-files.md)."),
            KeySchema("needs", needs, "Components that have to be ready before it starts."),
            KeySchema(
                "restart", .choice(["no", "on-failure", "always"]), default: "on-failure",
                "What happens when it ends by itself."),
            KeySchema("stop", .record("stop"), "How it is asked to end."),
            KeySchema(
                "inputs", .oneOrMore(of: .path),
                "Files and globs relative to `directory`; a start after they changed restarts it."),
            KeySchema(
                "watch", .either([.oneOrMore(of: .path), .record("watch")]),
                "Restarts it when files change; a path or a list is short for `paths`."),
            KeySchema("log_limit", .size, "How much of its log is kept."),
        ])

    static let watch = RecordSchema(
        "watch", title: "`watch`",
        "A restart follows 150 ms after the last of several changes. What git ignores is ignored, and"
            + " so are `.git`, `node_modules`, `__pycache__` and what editors leave (`*.swp`, `*.swx`,"
            + " `*~`, `.#*`), and `envctl.yaml` and `.envctl`; a path that is itself named under `paths`"
            + " is watched all the same. A service that changes what it watches itself"
            + " at a similar time after each launch is restarted four times (ten times, where that"
            + " is more than five seconds or each file is in another folder), then its watch is"
            + " suspended until `envctl restart`.",
        keys: [
            KeySchema(
                "paths", .oneOrMore(of: .path), default: ".",
                "Files, folders and globs, relative to `directory`; folders with all below them."),
            KeySchema(
                "ignore", .oneOrMore(of: .string),
                "More to ignore, in the form of `.gitignore`, relative to `directory`; `!` looks at"
                    + " what is ignored otherwise."),
        ])

    static let environmentFile = RecordSchema(
        "env_file", title: "An entry of `env_file`", "A file of `KEY=VALUE` lines.",
        keys: [
            KeySchema("path", .path, isRequired: true, "The file, relative to `directory`."),
            KeySchema(
                "required", .boolean, default: true,
                "Whether a start fails where there is no such file."),
        ])

    private static let stepKeys: [KeySchema] = [
        KeySchema("run", .command, isRequired: true, "What runs, as `command` of a service."),
        KeySchema(
            "directory", .path,
            "Where it runs, relative to the folder of `envctl.yaml`; in `prepare` to the service's own"
                + " `directory`."),
        KeySchema(
            "creates", .oneOrMore(of: .path),
            "What it makes, relative to `directory`; while that is there, and its `inputs` are the same, the"
                + " step is done."),
        KeySchema(
            "inputs", .oneOrMore(of: .path),
            "Files and globs relative to `directory`; the step is done until they change. A change runs it"
                + " whatever `creates` and `check` say."),
        KeySchema(
            "check", .command,
            "Exit 0 means that the step is done, while its `inputs` are the same."),
        KeySchema("timeout", .duration, "After this its whole process tree is ended."),
        KeySchema("env", .map(keys: .variable, of: .template), "Variables of its environment."),
    ]

    static let prepare = RecordSchema(
        "prepare", title: "An entry of `prepare`",
        "A step without `creates`, `inputs` or `check` runs each time.", keys: stepKeys)

    static let step = RecordSchema(
        "step", title: "`steps.NAME`",
        "A step without `creates`, `inputs` or `check` runs each time. One that needs a requirement"
            + " runs again when that requirement's data is another one.",
        keys: stepKeys + [
            KeySchema(
                "before", .oneOrMore(of: .name),
                "Services that wait for it: after their `prepare`, before their launch."),
            KeySchema(
                "needs", needs, "Components that have to be ready, and steps that have to be done."),
        ])
}
