import Configuration
import Platform
import Vocabulary

/// What is in data and can't be had otherwise by a new start: the role, the database.
extension RequirementInstance {
    /// For data that is to be put here.
    ///
    /// - Parameter content: what is in it, by the keys of the configuration.
    /// - Throws: `data.other_content` where the configuration names what is not in the data.
    func checkContent(_ content: [String: String], _ schema: RequirementSchema) throws {
        guard let first = differences(content, schema).first else { return }
        throw Failure(
            "data.other_content", "the data has another \(first.key)", at: "\(component)",
            because: ["it is '\(first.made)' there, and '\(first.wanted)' in the configuration"],
            hint: "set '\(first.key): \(first.made)', or use 'envctl data export' and 'import'")
    }

    /// For its own data, wherever its backend keeps that; fine where there is none.
    ///
    /// - Throws: `data.other_content` where it was made with other values than the configuration
    ///   has now: a server on it would know neither the role nor the database.
    func checkOwnContent(_ schema: RequirementSchema) throws {
        let differences = differences(try ownRecord()?.content ?? [:], schema)
        guard !differences.isEmpty else { return }
        let keys = differences.map(\.key).joined(separator: " and ")
        let former = differences.map { "'\($0.key): \($0.made)'" }.joined(separator: " and ")
        throw Failure(
            "data.other_content", "the data of '\(component)' was made with another \(keys)",
            at: resolution.backend == .native ? paths.data : paths.record,
            because: differences.map {
                "it has the \($0.key) '\($0.made)', and the configuration now says '\($0.wanted)'"
            },
            hint: "set \(former) again, or begin anew: envctl data reset \(component) "
                + "('envctl data export' before, while it runs as it was, and 'envctl data import' "
                + "after keep what is in it)",
            details: ["keys": JSON(differences.map(\.key))])
    }

    /// The same with what its data was made with, for work on a server that runs on it.
    func asMade() throws -> RequirementInstance {
        var copy = self
        for (key, value) in try ownRecord()?.content ?? [:] {
            copy.configuration.values[key] = ConfigurationValue(.string(value))
        }
        return copy
    }

    /// Of data that is there.
    private func ownRecord() throws -> DataRecord? {
        switch resolution.backend {
        case .external: return nil
        case .native: guard FileSystem.exists(paths.data) else { return nil }
        case .docker: break
        }
        let record = try DataRecord(readingFrom: paths.record)
        return record?.isBegun == true ? nil : record
    }

    private func differences(
        _ content: [String: String], _ schema: RequirementSchema
    ) -> [(key: String, made: String, wanted: String)] {
        content.sorted { $0.key < $1.key }.compactMap { key, made in
            let preset = schema.keys.first { $0.name == key }?.defaultValue?.string
            let wanted = value(key)?.string ?? preset ?? made
            return wanted == made ? nil : (key, made, wanted)
        }
    }
}
