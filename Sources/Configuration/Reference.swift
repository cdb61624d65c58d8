package import Vocabulary

/// What a `${…}` of the configuration stands for.
package enum Reference: Sendable, Hashable {
    /// `port`: the main port of the service that the text belongs to.
    case port
    /// `ports.NAME`: a further port of the service that the text belongs to.
    case namedPort(String)
    /// `project`: the project's name.
    case project
    /// `services.NAME.url`, `.host`, `.port`.
    case service(ComponentID, ServiceProperty)
    /// `services.NAME.ports.PORT`.
    case servicePort(ComponentID, String)
    /// `requirements.NAME.KEY`; the keys are what the adapter declares.
    case requirement(ComponentID, String)
    /// `env.NAME`: a variable of the caller.
    case environment(String)

    package enum ServiceProperty: String, Sendable, CaseIterable {
        case url, host, port
    }
}

extension Reference: CustomStringConvertible {
    /// The words between the braces.
    package var description: String {
        switch self {
        case .port: "port"
        case .namedPort(let name): "ports." + name
        case .project: "project"
        case .service(let id, let property): "services.\(id).\(property.rawValue)"
        case .servicePort(let id, let name): "services.\(id).ports.\(name)"
        case .requirement(let id, let key): "requirements.\(id).\(key)"
        case .environment(let name): "env." + name
        }
    }

    /// Reads the words between the braces; nil where they are none of the known forms.
    init?(_ text: some StringProtocol) {
        let pieces = String(text).split(separator: Character("."), omittingEmptySubsequences: false)
        let words = pieces.map { String($0) }
        guard words.allSatisfy({ !$0.isEmpty }) else { return nil }
        switch (words.count, words[0]) {
        case (1, "port"): self = .port
        case (1, "project"): self = .project
        case (2, "ports"): self = .namedPort(words[1])
        case (2, "env"): self = .environment(words[1])
        case (3, "services"):
            guard let id = ComponentID(words[1]), let property = ServiceProperty(rawValue: words[2])
            else { return nil }
            self = .service(id, property)
        case (4, "services"):
            guard let id = ComponentID(words[1]), words[2] == "ports" else { return nil }
            self = .servicePort(id, words[3])
        case (3, "requirements"):
            guard let id = ComponentID(words[1]) else { return nil }
            self = .requirement(id, words[2])
        default: return nil
        }
    }
}
