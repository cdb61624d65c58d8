import Testing
import Vocabulary

@testable import Configuration

@Suite struct SchemaTests {
    let schema = ConfigurationSchema(requirements: Workshop.requirements)

    /// The records that a type leads to.
    func records(of type: ValueType) -> [String] {
        switch type {
        case .record(let id): [id]
        case .list(let element), .oneOrMore(let element), .map(_, let element): records(of: element)
        case .either(let types): types.flatMap(records)
        case .requirement: ["requirement"]
        default: []
        }
    }

    @Test func everyRecordOfTheTableExistsAndIsUsed() {
        let ids = Set(schema.records.map(\.id))
        let used = Set(schema.records.flatMap(\.keys).flatMap { records(of: $0.type) })
        #expect(used.union(["root"]) == ids)
        #expect(ids.count == schema.records.count)
    }

    @Test func everyKeyIsDocumentedOnce() {
        for record in schema.records {
            #expect(Set(record.keys.map(\.name)).count == record.keys.count, "\(record.id)")
            #expect(record.keys.allSatisfy { $0.documentation.hasSuffix(".") }, "\(record.id)")
        }
    }

    @Test func defaultsOfTheTableAreThoseOfTheTypes() throws {
        let workshop = try Workshop(
            "services: { a: { command: x } }\nrequirements: { redis: {} }\n")
        let configuration = try #require(try workshop.load())
        let defaults = Dictionary(
            uniqueKeysWithValues: configuration.origins.map { ($0.path, $0.value) })
        let service = try #require(configuration.services.first)
        #expect(defaults["services.a.restart"]?.string == service.restart.rawValue)
        #expect(defaults["services.a.stop.signal"]?.string == service.stop.signal)
        let grace = defaults["services.a.stop.timeout"]?.string.flatMap(parseDuration)
        #expect(grace == service.stop.timeoutMilliseconds)
        let limit = defaults["log_limit"]?.string.flatMap(parseSize)
        #expect(limit == Preferences().logLimit)
        #expect(defaults["history"]?.int == Preferences().history)
        #expect(defaults["port_conflict"]?.string == Preferences().portConflict.rawValue)
        #expect(defaults["default_mode"]?.string == Preferences().defaultMode.rawValue)
        #expect(defaults["requirements.redis.backend"]?.string == "native")
    }

    @Test func referencesOfTheJSONSchemaLeadSomewhere() throws {
        let json = JSONSchemaText(schema).json
        let names = try #require(json["$defs"]?.object).members.map(\.key)
        let targets = references(in: json)
        #expect(!targets.isEmpty)
        for target in targets { #expect(names.contains(target), "\(target)") }
        #expect(names.contains("requirement-postgres"))
        #expect(try JSON.parse(JSONSchemaText(schema).text) == json)
    }

    private func references(in json: JSON) -> [String] {
        switch json {
        case .array(let elements): elements.flatMap(references)
        case .object(let object):
            object.members.flatMap { member in
                guard member.key == "$ref", let target = member.value.string else {
                    return references(in: member.value)
                }
                return [String(target.dropFirst("#/$defs/".count))]
            }
        default: []
        }
    }

    @Test func referenceNamesEveryKey() {
        let text = ConfigurationReference(schema).markdown
        for key in schema.records.flatMap(\.keys) + schema.requirements.flatMap(\.keys) {
            #expect(text.contains("| `\(key.name)` |"))
        }
        for name in VariableName.reserved where !name.hasSuffix("*") {
            #expect(text.contains(name))
        }
    }

    @Test(arguments: [
        ("ENVCTL_JOBS", ["JOBS"]), ("ENVCTL_A__B_C", ["A", "B_C"]), ("ENVCTL_A___B", ["A", "_B"]),
        ("ENVCTL_A__", []), ("ENVCTL_", []), ("ENVCTL___A", ["__A"]),
    ])
    func levelsOfVariables(_ name: String, _ levels: [String]) {
        #expect(VariableResolver.levels(of: name) == levels)
    }
}
