import Platform
import RunState
import Testing
import Vocabulary

@testable import Engine

@Suite struct ListingTests {
    @Test func targetsComeFromTheConfigurationAndABrokenOneHidesNoOther() throws {
        let world = try World(
            configuration: """
                version: 1
                requirements: { redis: {} }
                services: { api: { command: "true" } }
                """)
        try world.addWorktree("side")
        try world.write("version: 1\nservices: { a: { comand: x } }\n", "side/envctl.yaml")
        try world.record([try world.living("api")])
        let answer = try world.envctl("list-targets").answer
        #expect(answer.exitCode == 0)
        let targets = try #require(answer.json["targets"]?.array)
        #expect(targets.map { $0["name"]?.string } == ["main", "side"])
        let components = targets[0]["components"]?.array ?? []
        #expect(components.map { $0["name"]?.string } == ["redis", "api"])
        #expect(components.map { $0["status"]?.string } == [nil, "ready"])
        #expect(targets[1]["problem"]?["code"] == "config.invalid")
        #expect(words(answer.text)[2].hasPrefix("side side the configuration has 2 mistakes"))
    }

    @Test func treesHaveBranchAndFlags() throws {
        let world = try World()
        try world.addWorktree("side")
        try world.git("-C", world.app, "worktree", "lock", world.folder + "/side")
        try world.git("-C", world.folder + "/side", "checkout", "--quiet", "--detach")
        let answer = try world.envctl("list-trees").answer
        #expect(
            words(answer.text) == [
                "PROJECT BRANCH FOLDER", "main main main \(world.app)",
                "side detached, locked \(world.folder)/side",
            ])
        try FileSystem.removeTree(world.folder + "/side")
        let gone = try world.envctl("list-trees").answer.json["trees"]?.array?.last
        #expect(gone?["gone"] == true)
        #expect(gone?["prunable"] == false)
    }

    @Test func outsideOfGitThereAreNoTreesAndThatIsSaid() throws {
        let world = try World()
        let plain = Path.join(world.folder, "plain")
        try FileSystem.createDirectories(plain)
        let answer = try world.envctl("list-trees", in: plain).answer
        #expect(answer.exitCode == 0)
        #expect(answer.json["trees"] == [])
        #expect(answer.text.contains("no git repository"))
    }

    @Test func stateHasTheTruthBesideTheRecord() throws {
        let world = try World()
        try world.record([try world.gone("api")])
        let answer = try world.envctl("show-state").answer
        #expect(answer.text.contains("recorded ready, true lost, supervisor lost"))
        let project = try #require(answer.json["projects"]?.array?.first)
        #expect(project["record"]?["status"] == "ready")
        let seen = project["truth"]?["components"]?.array?.first
        #expect(seen?["recorded"] == "ready")
        #expect(seen?["status"] == "lost")
        #expect(seen?["differs"] == true)
    }
}
