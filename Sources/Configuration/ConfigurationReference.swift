import Vocabulary

/// `docs/configuration.md`: how the layers work, then every key of the table.
package struct ConfigurationReference {
    private let schema: ConfigurationSchema

    package init(_ schema: ConfigurationSchema) { self.schema = schema }

    package var markdown: String {
        let records = schema.records.map(section)
        let requirements = schema.requirements.map(section)
        return ([Self.introduction] + records + requirements + [Self.variables])
            .joined(separator: "\n")
    }

    private func section(_ record: RecordSchema) -> String {
        "## \(record.title)\n\n\(record.documentation)\n\n" + table(record.keys)
    }

    private func section(_ requirement: RequirementSchema) -> String {
        var text = "## `\(requirement.id)`\n\n\(requirement.title).\n\n"
        if !requirement.references.isEmpty {
            let words = requirement.references.map { "`\($0)`" }.joined(separator: ", ")
            text += "After `${requirements.NAME.` may stand: \(words).\n\n"
        }
        if !requirement.variables.isEmpty {
            let names = requirement.variables.map { "`\($0)`" }.joined(separator: ", ")
            text += "Variables for services and steps: \(names).\n\n"
        }
        if !requirement.namedPorts.isEmpty {
            let ports = requirement.namedPorts.sorted { $0.key < $1.key }.map {
                "`\($0.key)` (\($0.value))"
            }
            text += "Further ports, for `ports`: \(ports.joined(separator: ", ")).\n\n"
        }
        return text + (requirement.keys.isEmpty ? "No keys of its own.\n" : table(requirement.keys))
    }

    private func table(_ keys: [KeySchema]) -> String {
        let head = "| key | value | default | |\n|---|---|---|---|\n"
        return head + keys.map(row).joined()
    }

    private func row(_ key: KeySchema) -> String {
        var notes = key.documentation
        if key.isRequired { notes = "**Required.** " + notes }
        if key.isPreference { notes += " *(preference)*" }
        let fallback = key.defaultValue.map { "`\($0.string ?? $0.compact)`" } ?? ""
        let cells = ["`\(key.name)`", form(of: key.type), fallback, notes]
        return "| " + cells.map(Self.escaped).joined(separator: " | ") + " |\n"
    }

    private static func escaped(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    /// The type as the reference calls it.
    private func form(of type: ValueType) -> String {
        switch type {
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(let element): "list of: " + form(of: element)
        case .oneOrMore(let element): "one or a list of: " + form(of: element)
        case .map(_, let element): "map of: " + form(of: element)
        case .record(let id): "keys of " + schema.record(id).title
        case .requirement: "keys of `requirements.NAME` and of its kind"
        case .either(let types): types.map { form(of: $0) }.joined(separator: "; or ")
        case .template: "text with `${…}`"
        default: type.expectation
        }
    }
}
