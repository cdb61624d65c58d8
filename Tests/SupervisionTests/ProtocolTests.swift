import Testing
import Vocabulary

@testable import Supervision

/// Commands and supervisors of different versions.
struct ProtocolTests {
    /// What the command says, and what is agreed on by a supervisor that speaks 2 to 3.
    private static let agreements: [(JSON, Int)] = [
        (["protocol": 1, "newest": 2], 2), (["protocol": 2], 2), (["protocol": 3], 3),
        (["protocol": 1, "newest": 9], 3), (["protocol": 3, "newest": 9], 3),
    ]

    @Test(arguments: agreements)
    func theNewestThatBothSpeakIsAgreedOn(_ greeting: JSON, _ expected: Int) throws {
        #expect(try SupervisorHello.agreed(on: greeting, oldest: 2, newest: 3) == expected)
    }

    private static let refused: [JSON] = [
        ["protocol": 4], ["protocol": 4, "newest": 5], ["protocol": 1],
    ]

    @Test(arguments: refused)
    func whatCanNotBeSpokenIsRefusedWithWhatToType(_ greeting: JSON) {
        let failure = #expect(throws: Failure.self) {
            try SupervisorHello.agreed(on: greeting, oldest: 2, newest: 3)
        }
        #expect(failure?.code == "supervisor.protocol")
        #expect(failure?.hint?.contains("envctl") == true)
    }

    @Test func theFirstProtocolIsStillSpoken() throws {
        #expect(try SupervisorHello.agreed(on: ["protocol": 1]) == 1)
        let greeting = JSON.object(SupervisorHello.greeting())
        // What the first supervisor looked at.
        #expect(greeting["protocol"]?.int == 1)
        #expect(try SupervisorHello.agreed(on: greeting) == SupervisorHello.currentProtocol)
    }

    private func hello(_ number: Int) throws -> SupervisorHello {
        try SupervisorHello(
            json: ["protocol": JSON(number), "version": "7.8.9", "pid": 1, "run": "r"])
    }

    @Test func aCommandTakesAnOlderSupervisorAndRefusesANewerOne() throws {
        try hello(1).check()
        try hello(SupervisorHello.currentProtocol).check()
        let failure = #expect(throws: Failure.self) {
            try hello(SupervisorHello.currentProtocol + 1).check()
        }
        #expect(failure?.code == "supervisor.protocol")
        #expect(failure?.hint?.contains("7.8.9") == true)
    }

    /// An older supervisor tells less.
    @Test func missingNewerMembersAreTaken() throws {
        let stop: JSON = [
            "components": [
                [
                    "component": "api", "incarnation": 1, "proof": "two_scans", "exit": .null,
                    "forced": false, "killed": 0, "milliseconds": 3, "survivors": [],
                ]
            ]
        ]
        #expect(try StopReport(json: stop).restored.isEmpty)
    }
}
