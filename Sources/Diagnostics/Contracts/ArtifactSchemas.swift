import Vocabulary

/// The schemas of the artifacts, inside the program: an installed copy has no `contracts/` beside it.
package enum ArtifactSchemas {
    /// Their names in `contracts/`.
    package static let names = [
        "error_report", "events", "launch", "ports", "ports_manifest", "run_state", "runtime_map",
        "runtime_readiness_report", "scope", "steps",
    ]

    static let set = SchemaSet(
        Dictionary(
            ArtifactSchemaTexts.all.compactMap { name, text in
                // A test holds each text against its file.
                (try? JSON.parse(text)).map { (name + SchemaSet.suffix, $0) }
            }
        ) { first, _ in first })

    /// The Swift source that holds them, generated from the files.
    ///
    /// - Parameter text: the file of a schema by its name.
    package static func source(_ text: (String) throws -> String) throws -> String {
        let rows = try names.map { name in
            let compact = try JSON.parse(try text(name)).compact
            return "        (\"\(name)\", ##\"\(compact)\"##),"
        }
        return
            ([
                "// swift-format-ignore-file",
                "// Generated from contracts/. Do not edit; regenerate with:",
                "// UPDATE_GENERATED=1 swift test --filter GeneratedFiles", "",
                "/// The text of each artifact's schema by its name.", "enum ArtifactSchemaTexts {",
                "    static let all: [(name: String, text: String)] = [",
            ] + rows + ["    ]", "}", ""]).joined(separator: "\n")
    }
}
