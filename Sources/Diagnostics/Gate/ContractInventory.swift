import Platform
import Vocabulary

/// What a repository's contracts say that there is: nothing of it is taken from the manifests.
struct ContractInventory: Sendable {
    /// Of the command table, `contracts/commands.json`, each with the schema of its answer.
    var commands: [String]
    /// Schemas that are no command's answer.
    var artifacts: [String]
    /// The requirements that the configuration's schema knows.
    var adapters: [String]
    /// Every schema that documents follow.
    var schemas: [String]

    /// - Parameter folder: `contracts`; a list that is not there is empty.
    init(_ folder: String, _ set: SchemaSet) throws {
        let table = try FileSystem.readIfPresent(Path.join(folder, "commands.json"))
            .map { try JSON.parse($0) }
        let rows = table?["commands"]?.array ?? []
        commands = rows.compactMap { $0["name"]?.string }.filter { !$0.isEmpty }
        let answers = Set(rows.compactMap { $0["answer_schema"]?.string }.map(SchemaSet.file))
        let followed = set.schemas.filter { !SchemaSet.isLibrary($0.value) }.keys.sorted()
        schemas = followed.map(Self.name)
        artifacts = followed.filter { !answers.contains($0) }.map(Self.name)
        let definitions = set.schemas["envctl.schema.json"]?["$defs"]?.object?.members ?? []
        adapters = definitions.map(\.key).filter { $0.hasPrefix(Self.adapterPrefix) }
            .map { String($0.dropFirst(Self.adapterPrefix.count)) }
    }

    private static let adapterPrefix = "requirement-"

    private static func name(_ file: String) -> String {
        String(file.dropLast(SchemaSet.suffix.count))
    }

    func names(_ kind: ParityManifest.Kind) -> [String] {
        switch kind {
        case .command: commands
        case .artifact: artifacts
        case .adapter: adapters
        case .feature: []
        }
    }
}
