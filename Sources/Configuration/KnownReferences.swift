import Vocabulary

/// What `${…}` may name in one configuration, taken from the merged tree before it is checked, so that
/// a reference and the thing it names can be wrong in one and the same answer.
struct KnownReferences {
    /// Valid everywhere, in the order in which they are listed to a person.
    private var everywhere: [String] = ["project"]
    /// The same in short: `services.api.{url,host,port}`.
    private var summary: [String] = ["project"]
    private var own: [String: [String]] = [:]

    init(_ root: Node, schema: ConfigurationSchema) {
        for entry in root["services"]?.entries ?? [] { add(service: entry) }
        for entry in root["requirements"]?.entries ?? [] {
            let kind = ConfigurationSchema.kind(of: entry.value, named: entry.key)
            add("requirements." + entry.key, schema.requirement(kind)?.references ?? [])
        }
    }

    private mutating func add(service entry: Node.Entry) {
        let hasPort = entry.value["port"].map { !$0.isNull } ?? false
        let ports = (entry.value["ports"]?.entries ?? []).map(\.key)
        own[entry.key] = (hasPort ? ["port"] : []) + ports.map { "ports." + $0 }
        let properties = hasPort ? ["url", "host", "port"] : []
        add("services." + entry.key, properties + ports.map { "ports." + $0 })
    }

    private mutating func add(_ prefix: String, _ words: [String]) {
        guard !words.isEmpty else { return }
        everywhere += words.map { prefix + "." + $0 }
        summary.append(
            prefix + "." + (words.count == 1 ? words[0] : "{\(words.joined(separator: ","))}"))
    }

    /// - Parameter service: the service that the text belongs to, nil for a step or a requirement.
    func contains(_ words: String, in service: String?) -> Bool {
        if words.hasPrefix("env.") { return Reference(words) != nil }
        return everywhere.contains(words) || own(service).contains(words)
    }

    /// The known word nearest to `words`.
    func nearest(to words: String, in service: String?) -> String? {
        suggestion(for: words, among: own(service) + everywhere)
    }

    /// All of them as one phrase.
    func list(in service: String?) -> String {
        (own(service) + summary + ["env.NAME"]).joined(separator: ", ")
    }

    private func own(_ service: String?) -> [String] { service.flatMap { own[$0] } ?? [] }
}
