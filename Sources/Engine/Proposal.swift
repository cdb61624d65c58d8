import RunState
import Vocabulary

/// What is said where nothing configures a project.
enum Proposal {
    static func failure(for project: Project) -> Failure { missing(at: project.root) }

    static func missing(at root: String) -> Failure {
        Failure(
            "config.missing", "this project is not configured", at: root,
            because: [
                "there is no envctl.yaml from here up to the worktree's root, and no .envctl"
            ],
            hint: "write an envctl.yaml; a beginning:\n\n" + example,
            details: ["proposal": .string(example)])
    }

    static let example = """
        version: 1
        requirements:
          postgres: {}
          redis: {}
        services:
          web:
            command: npm start
            port: 3000
            ready: { http: / }
            needs: [postgres, redis]
        """
}
