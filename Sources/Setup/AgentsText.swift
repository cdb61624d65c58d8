/// The AGENTS.md that tells coding agents how to work with envctl in a repository.
package enum AgentsText {
    package static let fileName = "AGENTS.md"

    package static let text = """
        # Running this repository

        Each worktree has an environment of its own (databases, ports, processes), kept by `envctl`.
        - `envctl start --json` brings it to life and returns when all is ready; again, it does nothing.
        - `envctl status --json` tells what runs; `--wait ready --timeout 60s` waits for it.
        - `envctl endpoints --json` has the addresses: use these, never a port from a file.
        - `envctl exec PROGRAM…` runs a program with the environment's variables, `DATABASE_URL` too.
        - `envctl logs NAME --tail 50` shows what a component wrote; start prints why one failed.
        - `envctl stop` ends all of it and keeps the data; nothing of other worktrees is ever touched.
        - Exit codes: 0 done, 1 read `.error` and its `hint`, 2 interrupted. Nothing ever prompts.

        """
}
