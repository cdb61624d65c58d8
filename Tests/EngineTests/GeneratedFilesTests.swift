import Configuration
import Glibc
import Platform
import Requirements
import Testing
import Vocabulary

/// The schema of `envctl.yaml` and the page about it are what the table of keys says, with the keys
/// of the requirements that are built in.
@Suite struct GeneratedFilesTests {
    private static let schema = ConfigurationSchema(
        requirements: RequirementRegistry.builtIn.schemas)

    @Test(arguments: ["contracts/envctl.schema.json", "docs/configuration.md"])
    func checkedInFileAgreesWithTheTable(name: String) throws {
        let path = Checkout.path(name)
        let expected =
            name.hasSuffix(".json")
            ? JSONSchemaText(Self.schema).text : ConfigurationReference(Self.schema).markdown
        if getenv("UPDATE_GENERATED") != nil {
            try FileSystem.writeAtomically(Array(expected.utf8), to: path, mode: 0o644)
        }
        let found = try FileSystem.readIfPresent(path).map { String(decoding: $0, as: UTF8.self) }
        #expect(
            found == expected,
            "regenerate with: UPDATE_GENERATED=1 swift test --filter GeneratedFilesTests")
    }

    @Test func theSchemaKnowsTheKeysOfEachRequirement() throws {
        let definitions = try #require(JSONSchemaText(Self.schema).json["$defs"])
        for requirement in Self.schema.requirements {
            let properties = definitions["requirement-" + requirement.id]?["properties"]
            for key in requirement.keys {
                #expect(properties?[key.name] != nil, "\(requirement.id).\(key.name)")
            }
        }
        #expect(Self.schema.requirements.map(\.id) == ["postgres", "redis", "n8n", "supabase"])
    }
}
