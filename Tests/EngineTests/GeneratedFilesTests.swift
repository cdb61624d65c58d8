import Configuration
import Diagnostics
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

    @Test func theSchemasInsideTheProgramAreThoseOfTheContracts() throws {
        let expected = try ArtifactSchemas.source { name in
            try FileSystem.readText(Checkout.path("contracts/\(name).schema.json"))
        }
        try check("Sources/Diagnostics/Contracts/ArtifactSchemaTexts.swift") { _ in expected }
    }

    /// The generated part between the two marks; the rest of the page is written by hand.
    @Test func theTableOfChecksIsCurrent() throws {
        let (begin, end) = ("<!-- checks: generated -->\n", "<!-- checks: end -->")
        try check("docs/diagnostics.md") { page in
            let head = page.firstRange(of: begin).map { page[..<$0.upperBound] } ?? ""
            let tail = page.firstRange(of: end).map { page[$0.lowerBound...] } ?? ""
            return head + CheckTable.reference + "\n" + tail
        }
    }

    private func check(_ name: String, _ expected: (String) throws -> String) throws {
        let path = Checkout.path(name)
        let found = try FileSystem.readText(path)
        let text = try expected(found)
        if getenv("UPDATE_GENERATED") != nil {
            return try FileSystem.writeAtomically(Array(text.utf8), to: path, mode: 0o644)
        }
        #expect(
            found == text,
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
