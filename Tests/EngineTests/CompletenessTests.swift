import Diagnostics
import Platform
import Requirements
import Testing
import Vocabulary

@testable import Configuration

/// What is made in one place and has to be told of in others.
@Suite struct CompletenessTests {
    /// All sources of some targets, without the names in their tables of keys.
    private static func text(of targets: String...) throws -> String {
        let folders = targets.map { Checkout.path("Sources/\($0)/") }
        let sources = try Checkout.sources().filter { source in
            folders.contains { source.path.hasPrefix($0) }
        }
        return sources.map(\.text).joined().replacing(/KeySchema\(\s*"\w+"/, with: "")
    }

    @Test func everyKeyHasAReader() throws {
        let schema = ConfigurationSchema(requirements: RequirementRegistry.builtIn.schemas)
        let readers = [
            (try Self.text(of: "Configuration"), schema.records.flatMap(\.keys)),
            (try Self.text(of: "Requirements", "Startup"), schema.requirements.flatMap(\.keys)),
        ]
        for (text, keys) in readers {
            let unread = Set(keys.map(\.name)).filter { !text.contains("\"\($0)\"") }
            #expect(unread.sorted() == [], "nothing reads these")
        }
    }

    @Test func everyRequirementIsRegisteredAndHasARow() throws {
        let definition = /RequirementDefinition\(\s*id: "(\w+)"/
        let defined = try Self.text(of: "Requirements").matches(of: definition).map { String($0.1) }
        #expect(
            Set(defined) == Set(RequirementRegistry.builtIn.definitions.map(\.id)),
            "not in RequirementRegistry.builtIn")
        #expect(Set(defined) == (try Self.rows("adapter")), "not in contracts/parity.json")
    }

    @Test func everyArtifactHasAnExampleAndARow() throws {
        let declared = /Schema\("envctl\.(\w+)"/
        let names = try Self.text(of: "RunState").matches(of: declared).map { String($0.1) }
        #expect(names.count >= 7)
        for name in names {
            for file in ["\(name).schema.json", "examples/\(name).1.json"] {
                let path = Checkout.path("contracts/" + file)
                #expect(FileSystem.exists(path), "there is no contracts/\(file)")
            }
        }
        #expect(
            Set(names).subtracting(ArtifactSchemas.names) == [], "not in ArtifactSchemas.names")
        #expect(
            Set(names).subtracting(try Self.rows("artifact")) == [], "not in contracts/parity.json")
    }

    private static func rows(_ kind: String) throws -> Set<String> {
        let manifest = try JSON.parse(try FileSystem.read(Checkout.path("contracts/parity.json")))
        let rows = try manifest.list("rows") { $0 }.filter { $0["kind"]?.string == kind }
        return Set(rows.compactMap { $0["name"]?.string })
    }
}
