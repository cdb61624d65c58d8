import Platform
import Vocabulary

/// Schemas by file name: `status.schema.json`.
struct SchemaSet: Sendable {
    let schemas: [String: JSON]

    init(_ schemas: [String: JSON]) { self.schemas = schemas }

    /// Those of a folder.
    ///
    /// - Throws: where a schema is no JSON.
    init(in folder: String) throws {
        var found: [String: JSON] = [:]
        for name in try FileSystem.list(folder) where name.hasSuffix(Self.suffix) {
            let path = Path.join(folder, name)
            do { found[name] = try JSON.parse(try FileSystem.read(path)) } catch {
                var failure = Failure(error)
                failure.location = path
                throw failure
            }
        }
        schemas = found
    }

    static let suffix = ".schema.json"

    /// The document against the schema that it names: `envctl.status/1` is in `status.schema.json`.
    func complaints(about document: JSON) -> [String] {
        guard let name = document["schema"]?.string else { return ["it names no schema"] }
        let file = Self.file(of: name)
        guard schemas[file] != nil else { return ["it names the schema \(name), which is unknown"] }
        return complaints(about: document, by: file)
    }

    func complaints(about document: JSON, by file: String) -> [String] {
        guard let schema = schemas[file] else { return ["there is no schema \(file)"] }
        return SchemaValidator(schemas: schemas, file: file).complaints(document, schema)
    }

    /// `envctl.status/1` → `status.schema.json`.
    static func file(of schema: String) -> String {
        let name = schema.prefix { $0 != "/" }
        let short = name.firstIndex(of: ".").map { name[name.index(after: $0)...] } ?? name
        return short + suffix
    }

    /// A schema that others refer to and no document follows: it has definitions only.
    static func isLibrary(_ schema: JSON) -> Bool {
        let members = schema.object?.members.map(\.key) ?? []
        return Set(members).isSubset(of: ["$schema", "$id", "$defs", "title", "description"])
    }
}
