import Glibc
import Platform
import Vocabulary

/// Reading of a record that may be missing, damaged or from a newer version.
struct RecordFile {
    var path: String
    /// `name/major` as this version writes it.
    var schema: String
    var clock: Clock

    enum Content<Value> {
        case nothing
        case value(Value)
        case damaged(setAside: String, reason: String)

        var value: Value? { if case .value(let value) = self { value } else { nil } }
        var damage: (setAside: String, reason: String)? {
            if case .damaged(let place, let reason) = self { (place, reason) } else { nil }
        }
    }

    /// A damaged record is renamed to `<path>.bad-<time>`, never trusted and never deleted.
    func read<Value>(_ decode: (JSON) throws -> Value) throws -> Content<Value> {
        guard let bytes = try FileSystem.readIfPresent(path) else { return .nothing }
        do {
            let json = try JSON.parse(bytes)
            try refuseNewer(try json.requiredString("schema"))
            return .value(try decode(json))
        } catch let failure as Failure where failure.code == "state.newer" {
            throw failure
        } catch {
            return try setAside(Failure(error))
        }
    }

    private func refuseNewer(_ found: String) throws {
        let known = schema.split(separator: "/")
        let parts = found.split(separator: "/")
        guard parts.count == 2, parts[0] == known[0], let major = Int(parts[1]) else {
            throw DecodingFailure(path: "schema", expected: schema, found: "'\(found)'")
        }
        guard major > Int(known[1]) ?? 1 else { return }
        throw Failure(
            "state.newer", "this record was written by a newer envctl", at: path,
            because: ["it is \(found), this version reads \(schema)"],
            hint: "use the newer envctl for this project")
    }

    private func setAside<Value>(_ failure: Failure) throws -> Content<Value> {
        let place = path + ".bad-" + clock.now().compact
        try checked("rename", path) { rename(path, place) }
        let reason = ([failure.message, failure.location] + failure.causes).compactMap { $0 }
        return .damaged(setAside: place, reason: reason.joined(separator: ": "))
    }
}
