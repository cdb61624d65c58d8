import Vocabulary

extension ConfigurationSchema {
    static let release = RecordSchema(
        "release", title: "`release`",
        "What `envctl doctor --gate release` demands of a project, besides that each of its"
            + " components is ready.",
        keys: [
            KeySchema(
                "checks", .oneOrMore(of: .string),
                "The ids and groups of the checks that count, as `envctl doctor` shows them; all"
                    + " where it is unset."),
            KeySchema(
                "worst", .choice(["ok", "info", "warn", "fail"]), default: "warn",
                "The worst severity that one of them may have."),
            KeySchema(
                "commands", .oneOrMore(of: .string),
                "Shell commands that have to exit with 0, run in the project's folder."),
            KeySchema(
                "clean", .boolean, default: false,
                "Whether the worktree has to be without changes."),
        ])
}

extension Decoding {
    func release(_ node: Node?) -> ReleaseConfiguration {
        ReleaseConfiguration(
            checks: texts(node?["checks"]), worst: node?["worst"]?.anyText ?? "warn",
            commands: texts(node?["commands"]), isClean: node?["clean"]?.boolean ?? false)
    }
}
