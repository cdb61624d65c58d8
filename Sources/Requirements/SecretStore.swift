import Platform
package import Vocabulary

/// A project's generated secrets: one 0600 file, written and synced once for all requirements.
package struct SecretStore: Sendable, Equatable {
    /// By component, then by name.
    private var values: [String: [String: String]] = [:]

    package init() {}

    /// What the file holds; empty where there is none.
    ///
    /// - Throws: `secrets.unreadable` where it is damaged: a new password would lock out of data.
    package init(readingFrom path: String) throws {
        guard let bytes = try FileSystem.readIfPresent(path) else { return }
        do {
            for (component, secrets) in try JSON.parse(bytes).stringMaps("secrets") {
                values[component] = secrets
            }
        } catch {
            throw Failure(
                "secrets.unreadable", "the project's secrets can't be read", at: path,
                because: [Failure(error).message],
                hint: "mend the file, or move it away to get new passwords")
        }
    }

    /// The secret, or nil where it was not generated yet.
    package func value(_ name: String, of component: ComponentID) -> String? {
        values[component.rawValue]?[name]
    }

    /// All that must never be told.
    package var allValues: [String] { values.values.flatMap(\.values) }

    /// Generates what is missing; true where something was.
    package mutating func fill(_ names: [String], of component: ComponentID) -> Bool {
        let missing = names.filter { value($0, of: component) == nil }
        for name in missing { values[component.rawValue, default: [:]][name] = Random.password() }
        return !missing.isEmpty
    }

    package mutating func set(_ secret: String, _ name: String, of component: ComponentID) {
        values[component.rawValue, default: [:]][name] = secret
    }

    /// Replaces the file, synced: a password that a database knows must not be lost.
    package func save(to path: String) throws {
        let secrets = values.sorted { $0.key < $1.key }.map { component, secrets in
            let sorted = secrets.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
            return (component, JSON.object(JSON.Object(sorted)))
        }
        let json: JSON = [
            "schema": "envctl.secrets/1", "secrets": .object(JSON.Object(secrets)),
        ]
        try FileSystem.writeAtomically(Array((json.pretty + "\n").utf8), to: path, synced: true)
    }
}

extension JSON {
    fileprivate func stringMaps(_ key: String) throws -> [(String, [String: String])] {
        let object = try required(key, "an object") { $0.object }
        return try object.members.map { member in
            let pairs = try JSON.object(object).stringMap(member.key)
            return (member.key, Dictionary(pairs) { $1 })
        }
    }
}
