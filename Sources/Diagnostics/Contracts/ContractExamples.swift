import Platform
import Vocabulary

/// The examples of a contracts folder, `examples/NAME.N.json` or `.jsonl`, each for the schema
/// `NAME.schema.json`, and the lists beside the schemas that name theirs.
struct ContractExamples {
    let set: SchemaSet
    /// The schema's file, the example's path, what is wrong with it.
    private let examples: [(schema: String, path: String, complaints: [String])]

    init(in folder: String) throws {
        let set = try SchemaSet(in: folder)
        self.set = set
        let examples = Path.join(folder, "examples")
        let own = try FileSystem.list(examples).map { name in
            (schema: Self.schema(of: name), path: Path.join(examples, name))
        }
        let lists = try FileSystem.list(folder)
            .filter { $0.hasSuffix(".json") && !$0.hasSuffix(SchemaSet.suffix) }
            .map { Path.join(folder, $0) }
            .map { (schema: Self.named(in: $0) ?? "", path: $0) }
        self.examples = (own + lists).map { schema, path in
            (schema, path, Self.complaints(about: path, schema, set))
        }
    }

    var count: Int { examples.count }

    var complaints: [String] {
        examples.flatMap { example in
            example.complaints.map { "\(Path.name(example.path)): \($0)" }
        }
    }

    /// What is wrong with a schema's examples; that there is none, too.
    func complaints(ofSchema file: String) -> [String] {
        let own = examples.filter { $0.schema == file }
        if own.isEmpty { return ["no example shows it"] }
        return own.flatMap { example in
            example.complaints.map { "\(Path.name(example.path)): \($0)" }
        }
    }

    /// `run_state.1.json` → `run_state.schema.json`.
    private static func schema(of name: String) -> String {
        String(name.prefix { $0 != "." }) + SchemaSet.suffix
    }

    private static func named(in path: String) -> String? {
        // One that can't be read is told of when it is validated.
        let name = (try? JSON.parse(try FileSystem.read(path)))?["schema"]?.string
        return name.map(SchemaSet.file)
    }

    private static func complaints(
        about path: String, _ schema: String, _ set: SchemaSet
    ) -> [String] {
        do {
            let bytes = try FileSystem.read(path)
            let texts =
                path.hasSuffix(".jsonl")
                ? bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) } : [bytes]
            if texts.isEmpty { return ["it is empty"] }
            return try texts.flatMap { text in
                set.complaints(about: try JSON.parse(text), by: schema)
            }
        } catch { return [Failure(error).message] }
    }
}
