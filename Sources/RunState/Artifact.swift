package import Vocabulary

/// A JSON file with a schema in `contracts/`.
package protocol Artifact: Sendable {
    static var schema: Schema { get }
    /// With its `schema` member.
    var json: JSON { get }
    init(json: JSON) throws
    /// The record of an older major as one of the next; called until it is ours.
    ///
    /// - Throws: `state.too_old` where nobody wrote the way up.
    static func upgrade(_ json: JSON, from major: Int) throws -> JSON
}

extension Artifact {
    package static func upgrade(_ json: JSON, from major: Int) throws -> JSON {
        throw Failure(
            "state.too_old", "this version of envctl can't read \(schema.name)/\(major) any more",
            hint: "run 'envctl stop' with the version that wrote it, then start again")
    }

    /// Decodes one text; unknown keys are accepted.
    ///
    /// - Throws: `state.newer`, `state.too_old`, and `state.damaged` for whatever is not as it
    ///   should be.
    package static func decode(_ bytes: [UInt8], at path: String) throws -> Self {
        do {
            return try Self(json: try current(try JSON.parse(bytes), at: path))
        } catch let failure as Failure {
            throw failure
        } catch {
            let cause = Failure(error)
            throw damaged(path, [cause.location, cause.causes.first].compactMap(\.self))
        }
    }

    /// The record as this major has it; `metadata.upgraded_from` says where it came from.
    private static func current(_ json: JSON, at path: String) throws -> JSON {
        guard let found = json["schema"]?.string.flatMap({ Schema($0) }),
            found.name == schema.name
        else { throw damaged(path, ["its schema is not \(schema)"]) }
        if found.major > schema.major { throw newer(path, found) }
        if found.major == schema.major { return json }
        let upgraded = try (found.major..<schema.major).reduce(json) { try upgrade($0, from: $1) }
        guard var object = upgraded.object else { return upgraded }
        var metadata = object["metadata"]?.object ?? [:]
        metadata["upgraded_from"] = .string(found.description)
        object["metadata"] = .object(metadata)
        return .object(object)
    }

    private static func newer(_ path: String, _ found: Schema) -> Failure {
        Failure(
            "state.newer", "a newer envctl wrote this file", at: path,
            because: ["it is \(found), and this version knows \(schema)"],
            hint: "use the newer envctl here")
    }

    private static func damaged(_ path: String, _ causes: [String]) -> Failure {
        Failure("state.damaged", "this file is damaged", at: path, because: causes)
    }
}
