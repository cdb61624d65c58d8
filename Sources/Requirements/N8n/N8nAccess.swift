import Configuration
import Platform
import Vocabulary

/// How clients reach an n8n.
struct N8nAccess: Sendable {
    var host: String
    var port: Port
    /// Without a slash at its end; as services get it.
    var url: String
    var usesTLS = false
    /// Of the url, with a slash before it, or empty.
    var prefix = ""
    private var hasPassword = false

    init(_ instance: RequirementInstance) throws {
        if let url = instance.resolution.url {
            let address = try Self.address(url)
            host = address.host
            port = address.port
            usesTLS = address.scheme == "https"
            hasPassword = address.password != nil
            prefix = address.path.isEmpty ? "" : "/" + Self.trimmed(address.path)
            self.url = Self.trimmed(url)
            return
        }
        host = instance.resolution.address ?? "127.0.0.1"
        port = try instance.mainPort()
        url = "http://\(bracketed(host)):\(port)"
    }

    static func address(_ url: String) throws(Failure) -> ServerAddress {
        try ServerAddress(
            url, schemes: ["http", "https"], defaultPort: url.hasPrefix("https:") ? 443 : 80)
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == "/" { text = text.dropLast() }
        return String(text)
    }

    var apiURL: String { url + "/api/v1" }

    func projection(_ instance: RequirementInstance) -> Projection {
        var references = [
            ("url", url), ("host", host), ("port", port.description), ("api_url", apiURL),
        ]
        if N8nOwner.isWanted(instance), instance.resolution.url == nil {
            references.append(("owner_email", N8nOwner.email(instance)))
            if let password = instance.secrets.value("owner_password", of: instance.component) {
                references.append(("owner_password", password))
            }
        }
        let addresses: Set = ["url", "api_url", "N8N_URL", "N8N_API_URL"]
        return Projection(
            references: references,
            variables: [
                ("N8N_URL", url), ("N8N_PORT", port.description), ("N8N_API_URL", apiURL),
            ],
            secrets: hasPassword ? addresses.union(["owner_password"]) : ["owner_password"],
            renames: instance.configuration.environmentRenames)
    }
}
