import Testing
import Vocabulary

@testable import Engine

@Suite struct OverviewTests {
    @Test func itShowsWhereYouStandAndWhatToType() throws {
        let world = try World(
            configuration: "version: 1\nservices: { api: { command: serve } }\n")
        let answer = try world.envctl("").answer
        #expect(answer.exitCode == 0)
        #expect(
            words(answer.text) == [
                "Where you stand", "repository \(world.app)/.git (1 worktree)",
                "worktree \(world.app) (branch main)", "project main",
                "configured \(world.app)/envctl.yaml: api", "running nothing",
                "What you can type next", "envctl start bring this worktree to life",
                "envctl start --dry-run what a start would do",
                "envctl show-config each value with its origin", "envctl help all commands",
            ])
    }

    @Test func whatRunsAndWhatIsBrokenChangeTheAdvice() throws {
        let world = try World(configuration: "version: 1\nservices: { api: { comand: x } }\n")
        let broken = try world.envctl("").answer.json
        #expect(broken["configuration"]?["valid"] == false)
        #expect(broken["next"]?.array?.first?["command"] == "envctl config check")
        try world.record([try world.living("api")])
        let running = try world.envctl("").answer.json
        #expect(running["environment"]?["running"] == true)
        #expect(running["next"]?.array?.first?["command"] == "envctl status")
    }
}
