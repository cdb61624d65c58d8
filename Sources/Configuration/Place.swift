/// Where in the configuration a value is, as levels, and how a person calls that.
struct Place {
    var levels: [String]

    static let root = Place(levels: [])

    func appending(_ level: String) -> Place { Place(levels: levels + [level]) }

    var path: String { levels.joined(separator: ".") }

    /// The service that a text here belongs to.
    var service: String? { levels.count >= 2 && levels[0] == "services" ? levels[1] : nil }

    /// `service 'api'`, `'ready' of service 'api'`, `the top level`.
    var description: String {
        guard let first = levels.first else { return "the top level" }
        guard let kind = Self.kinds[first], levels.count >= 2 else { return "'\(path)'" }
        let owner = "\(kind) '\(levels[1])'"
        let inner = levels.dropFirst(2).joined(separator: ".")
        return inner.isEmpty ? owner : "'\(inner)' of \(owner)"
    }

    /// `in service 'api'`, `at the top level`.
    var location: String { levels.isEmpty ? "at the top level" : "in " + description }

    private static let kinds = [
        "services": "service", "requirements": "requirement", "steps": "step",
    ]
}
