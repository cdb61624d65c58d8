import Testing
import Vocabulary

@testable import Configuration

@Suite struct PrecedenceTests {
    static let yaml =
        "services: { api: { command: x, port: 8000 }, my-api: { command: y } }\njobs: 4\n"

    func origin(_ path: String, in workshop: Workshop) throws -> SettingOrigin? {
        try workshop.load()?.origins.first { $0.path == path }
    }

    @Test func eachLayerWinsOverTheOnesBelow() throws {
        let workshop = try Workshop("services: { api: { command: x } }")
        func expect(_ value: JSON, _ origin: String) throws {
            let setting = try self.origin("history", in: workshop)
            #expect(setting?.value == value)
            #expect(setting?.origin.description == origin)
        }
        try expect(50, "default")
        try workshop.write(workshop.root + "/system/config.yaml", "history: 1\n")
        try expect(1, workshop.root + "/system/config.yaml:1:10")
        try workshop.write(workshop.root + "/user/envctl/config.yaml", "# mine\nhistory: 2\n")
        try expect(2, workshop.root + "/user/envctl/config.yaml:2:10")
        try workshop.write("envctl.yaml", "services: { api: { command: x } }\nhistory: 3\n")
        try expect(3, "envctl.yaml:2:10")
        try workshop.write(".envctl", "\n\nENVCTL_HISTORY=4\n")
        try expect(4, ".envctl:3")
        workshop.environment["ENVCTL_HISTORY"] = "5"
        try expect(5, "environment ENVCTL_HISTORY")
        workshop.assignments = [("HISTORY", "6")]
        try expect(6, "assignment HISTORY")
        workshop.overrides = [.init(path: ["history"], value: "7", flag: "--history")]
        try expect(7, "command line --history")
        #expect(try workshop.load()?.preferences.history == 7)
    }

    @Test func aValueEqualToTheDefaultStillWins() throws {
        let workshop = try Workshop(Self.yaml + "history: 3\n")
        workshop.environment["ENVCTL_HISTORY"] = "50"
        let setting = try #require(try origin("history", in: workshop))
        #expect(setting.value == 50)
        #expect(setting.origin.layer == .environment)
    }

    @Test func mapsAreJoinedAndListsReplaced() throws {
        let workshop = try Workshop(
            "services: { api: { command: x, env: { A: 1, B: 2 }, inputs: [a, b] } }")
        try workshop.write(
            ".envctl", "ENVCTL_SERVICES__API__ENV__B=3\nENVCTL_SERVICES__API__INPUTS=c, d\n")
        let api = try #require(try workshop.load()?.services.first)
        #expect(api.environment.map(\.value.text) == ["1", "3"])
        #expect(api.inputs == ["c", "d"])
        #expect(api.port == nil)
    }

    @Test func namesWithDashesAreFound() throws {
        let workshop = try Workshop(Self.yaml)
        workshop.assignments = [("SERVICES__MY_API__PORT", "9000")]
        let configuration = try #require(try workshop.load())
        #expect(configuration.services.map(\.port) == [8000, 9000])
        #expect(
            configuration.origins.first { $0.path == "services.my-api.port" }
                == SettingOrigin(
                    path: "services.my-api.port", value: 9000,
                    origin: Origin(layer: .assignment, source: "SERVICES__MY_API__PORT")))
    }

    @Test func laterAssignmentWins() throws {
        let workshop = try Workshop(Self.yaml)
        workshop.assignments = [("JOBS", "2"), ("ENVCTL_JOBS", "3")]
        #expect(try workshop.load()?.preferences.jobs == 3)
    }

    @Test func checkoutFileOfTheMainWorktreeIsTheFallbackAsAWhole() throws {
        let workshop = try Workshop(Self.yaml)
        try workshop.write(workshop.root + "/main/.envctl", "ENVCTL_JOBS=2\nENVCTL_HISTORY=9\n")
        #expect(try workshop.load()?.preferences.history == 9)
        #expect(
            try origin("jobs", in: workshop)?.origin.description == workshop.root
                + "/main/.envctl:1")
        try workshop.write(".envctl", "ENVCTL_JOBS=3\n")
        let preferences = try #require(try workshop.load()?.preferences)
        #expect(preferences.jobs == 3)
        #expect(preferences.history == 50)
    }

    @Test func variablesOfEnvctlItselfAreNoConfiguration() throws {
        let workshop = try Workshop(Self.yaml)
        for name in [
            "STATE_DIR", "RUNTIME_DIR", "CACHE_DIR", "PROJECT", "RUN", "COMPONENT", "DEBUG",
            "DEBUG_INPUT", "TEST_X",
        ] {
            workshop.environment["ENVCTL_" + name] = "x"
        }
        workshop.environment["ENVCTLX"] = "x"
        #expect(try workshop.mistakes().isEmpty)
        try workshop.write(".envctl", "ENVCTL_STATE_DIR=/x\n")
        #expect(
            try workshop.load()?.warnings.map(\.description)
                == [".envctl:1: 'ENVCTL_STATE_DIR' has an effect in the environment only"])
    }

    @Test func preferencesNeedNoProject() throws {
        let workshop = try Workshop()
        try workshop.write(workshop.root + "/user/envctl/config.yaml", "jobs: 3\n")
        workshop.environment["ENVCTL_DEFAULT_MODE"] = "trees"
        let preferences = try ConfigurationLoader(workshop.sources).preferences()
        #expect(preferences.jobs == 3)
        #expect(preferences.defaultMode == .trees)
        workshop.environment["ENVCTL_DEFAULT_MODE"] = "tree"
        #expect(throws: Failure.self) { try ConfigurationLoader(workshop.sources).preferences() }
    }

    @Test func formerNamesWorkAndAreReported() throws {
        let workshop = try Workshop("requirements:\n  redis: { memory: 5 }\n")
        workshop.requirements[1].keys = [
            KeySchema("max_memory", .integer(1...9), formerNames: ["memory"], "Bound.")
        ]
        let configuration = try #require(try workshop.load())
        #expect(configuration.requirements.first?.values["max_memory"]?.int == 5)
        #expect(
            configuration.warnings.map(\.description)
                == ["envctl.yaml:2:12: 'memory' is now called 'max_memory'"])
    }

    @Test func originsShowThePortsOfRequirements() throws {
        func ports(_ keys: String) throws -> [String: JSON] {
            let origins = try Workshop("requirements: { postgres: {\(keys)} }\n").load()?.origins
            let pairs = (origins ?? []).filter { $0.path.contains(".port") }.map {
                ($0.path, $0.value)
            }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
        let main = "requirements.postgres.port"
        let named = "requirements.postgres.ports.monitor"
        #expect(try ports("") == [main: 5432, named: 5433])
        #expect(try ports(" port: 1, ports: { monitor: 2 } ") == [main: 1, named: 2])
        // What is elsewhere has the port of its address.
        #expect(try ports(" url: 'postgres://db/x' ") == [:])
    }

    @Test func originsShowDefaultsOfWhatIsThere() throws {
        let workshop = try Workshop(Self.yaml)
        let origins = try #require(try workshop.load()?.origins)
        let byPath = Dictionary(uniqueKeysWithValues: origins.map { ($0.path, $0) })
        #expect(byPath["services.api.stop.timeout"]?.value == "10s")
        #expect(byPath["services.api.restart"]?.origin == .builtIn)
        #expect(byPath["services.api.port"]?.origin.description == "envctl.yaml:1:38")
        #expect(byPath["services.my-api.port"] == nil)
        #expect(byPath["services.api.ready"]?.value == "tcp")
        #expect(byPath["services.my-api.ready.alive"]?.value == "250ms")
        #expect(origins.map(\.path) == origins.map(\.path).sorted())
    }
}
