package import Configuration
import Events
import RunState
package import Vocabulary

/// The values of a configuration that were asked for, each with its origin.
package struct ConfigurationListing: Sendable {
    package let settings: [SettingOrigin]

    /// - Parameter keys: paths; each stands for itself and all below it. None means everything.
    /// - Throws: `config.no_value` with the nearest path where one has no value.
    package init(
        _ configuration: ProjectConfiguration, keys: [String]
    ) throws(Failure) {
        let all = Self.all(of: configuration)
        for key in keys where !all.contains(where: { Self.covers(key, $0.path) }) {
            throw Self.unknown(key, among: all.map(\.path))
        }
        settings =
            (keys.isEmpty
            ? all : all.filter { setting in keys.contains { Self.covers($0, setting.path) } })
            .map(Self.hidden)
    }

    /// With what follows from this machine where it is unset.
    private static func all(of configuration: ProjectConfiguration) -> [SettingOrigin] {
        let origins = configuration.origins
        guard configuration.preferences.portRange == nil else { return origins }
        let range = PortRules.defaultRange()
        let text = "\(range.lowerBound)-\(range.upperBound)"
        let ports = SettingOrigin(path: "ports.range", value: .string(text), origin: .builtIn)
        return (origins + [ports]).sorted { $0.path < $1.path }
    }

    /// What its key calls a secret is not shown; where it came from is.
    private static func hidden(_ setting: SettingOrigin) -> SettingOrigin {
        let redacted = Redactor().json(.object([setting.path: setting.value]))
        var setting = setting
        setting.value = redacted.object?.members.first?.value ?? setting.value
        return setting
    }

    private static func covers(_ key: String, _ path: String) -> Bool {
        path == key || path.hasPrefix(key + ".")
    }

    private static func unknown(_ key: String, among paths: [String]) -> Failure {
        // Inner levels can be named as well.
        let known = Set(paths.flatMap(levels)).sorted()
        let near = suggestion(for: key, among: known)
        return Failure(
            "config.no_value", "the configuration has no value '\(key)'",
            hint: near.map { "did you mean '\($0)'?" }
                ?? "'envctl show-config' lists every value",
            details: ["suggestion": JSON(near)])
    }

    /// `a.b.c` → `a`, `a.b`, `a.b.c`.
    private static func levels(_ path: String) -> [String] {
        let parts = path.split(separator: ".")
        return parts.indices.map { parts[...$0].joined(separator: ".") }
    }
}
