package import Vocabulary

/// One value of the configuration and where it came from, as `show-config` prints it.
package struct SettingOrigin: Sendable, Equatable {
    /// Levels joined by dots: `services.api.port`.
    package var path: String
    package var value: JSON
    package var origin: Origin

    package init(path: String, value: JSON, origin: Origin) {
        self.path = path
        self.value = value
        self.origin = origin
    }

    package var json: JSON {
        ["path": .string(path), "value": value, "origin": origin.json]
    }
}
