import Glibc
import Platform
import Testing
import Vocabulary

@testable import Routing

/// `contracts/commands.json` and `docs/commands.md` are what the table says.
@Suite struct GeneratedFilesTests {
    @Test(arguments: ["contracts/commands.json", "docs/commands.md", "docs/envctl.1"])
    func checkedInFileAgreesWithTheTable(name: String) throws {
        let path = Path.join(Checkout.root, name)
        let texts = [
            "json": CommandTable.json.pretty, "md": CommandTable.reference,
            "1": CommandTable.manual,
        ]
        let expected = try #require(texts[String(name.split(separator: ".").last ?? "")])
        if getenv("UPDATE_GENERATED") != nil {
            try FileSystem.createDirectories(Path.parent(path), mode: 0o755)
            try FileSystem.writeAtomically(Array(expected.utf8), to: path, mode: 0o644)
        }
        let found = try FileSystem.readIfPresent(path).map { String(decoding: $0, as: UTF8.self) }
        #expect(
            found == expected,
            "regenerate with: UPDATE_GENERATED=1 swift test --filter RoutingTests")
    }

    @Test func theSchemaOfTheTableIsJSON() throws {
        let path = Path.join(Checkout.root, "contracts/commands.schema.json")
        let schema = try JSON.parse(try FileSystem.readText(path))
        #expect(schema["properties"]?["schema"]?["const"]?.string == CommandTable.schema)
        let needs = schema["$defs"]?["command"]?["properties"]?["needs"]?["items"]?["enum"]
        #expect(needs == JSON(Need.allCases.map(\.rawValue)))
    }

    @Test func aTopicHasItsOwnRowsOnly() {
        let commands = CommandTable.json(topic: ["config", "check"])["commands"]?.array ?? []
        #expect(commands.map { $0["name"]?.string } == ["config check"])
        let family = CommandTable.json(topic: ["config"])["commands"]?.array ?? []
        #expect(family.allSatisfy { $0["command"] == "config" } && family.count > 1)
        #expect(CommandTable.json["commands"]?.array?.count == CommandTable.rows.count)
    }
}
