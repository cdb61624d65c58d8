import Testing
import Vocabulary

@testable import Configuration

/// Requirements that work with another one of the project.
struct UseTests {
    private func load(_ yaml: String) throws -> Workshop {
        let workshop = try Workshop(yaml)
        workshop.requirements = [
            RequirementSchema(
                id: "engine", title: "Engine", keys: [], references: [], provides: ["database"]),
            RequirementSchema(
                id: "flows", title: "Flows", keys: [KeySchema("database", .name, "")],
                references: [], uses: RequirementUse("database", key: "database", none: "own")),
        ]
        return workshop
    }

    @Test(arguments: [
        ("flows: {}\n  engine: {}", ["engine"]), ("flows: {}", []),
        ("engine: {}\n  flows: { database: own }", []),
        ("engine: {}\n  two: { type: engine }\n  flows: { database: two }", ["two"]),
        ("engine: {}\n  flows: { needs: [engine] }", ["engine"]),
    ])
    func needs(_ requirements: String, _ expected: [String]) throws {
        let workshop = try load("requirements:\n  \(requirements)\n")
        let flows = try #require(
            try workshop.load()?.requirement(ComponentID(unchecked: "flows")))
        #expect(flows.needs.map(\.name.rawValue) == expected)
    }

    @Test(arguments: ["flows", "nowhere"])
    func mistakes(_ name: String) throws {
        let workshop = try load("requirements:\n  engine: {}\n  flows: { database: \(name) }\n")
        #expect(
            try workshop.mistakes() == [
                "envctl.yaml:3:22: no requirement '\(name)' of this project has a database for "
                    + "'flows': expected the name of one that has, or 'own'"
            ])
    }
}
