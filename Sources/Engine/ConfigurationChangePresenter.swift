import Configuration
import Platform
import Routing
import Setup
import Terminal
import Vocabulary

/// config get, set and unset: single keys of the project that the caller stands in.
struct ConfigurationChangePresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let sources = try context.ownSources()
        switch context.route.subcommand {
        case "get": return try get(sources)
        case "unset": return try unset(sources)
        default: return try set(sources)
        }
    }

    // MARK: - get

    private func get(_ sources: ConfigurationSources) throws -> Answer {
        let loader = ConfigurationLoader(sources)
        guard let found = try loader.load() else {
            throw Proposal.missing(at: sources.root)
        }
        let keys = try context.route.keys.map { try path(of: $0, loader, found) }
        let settings = try ConfigurationListing(found, keys: keys).settings
        let isOne = keys.count == 1 && settings.map(\.path) == keys
        let lines = settings.map { setting in
            let value = setting.value.string ?? setting.value.compact
            return isOne ? value : "\(setting.path)=\(value)"
        }
        return Answer(
            schema: "envctl.config_get/1", text: lines.joined(separator: "\n"),
            ["settings": .array(settings.map(\.json))])
    }

    /// A path that has values as it is, be it of a whole service; else the key that is meant.
    private func path(
        of key: String, _ loader: ConfigurationLoader, _ found: ProjectConfiguration
    ) throws -> String {
        let isThere = found.origins.contains { $0.path == key || $0.path.hasPrefix(key + ".") }
        return isThere ? key : try loader.key(named: key).path
    }

    // MARK: - set and unset

    private func set(_ sources: ConfigurationSources) throws -> Answer {
        // The parser has seen to it that both are there.
        let key = context.route.keys.first ?? ""
        let change = try CheckoutEditor(sources).set(key, to: context.route.setting ?? "")
        return answer([change])
    }

    private func unset(_ sources: ConfigurationSources) throws -> Answer {
        answer(try context.route.keys.map { try CheckoutEditor(sources).unset($0) })
    }

    private func answer(_ changes: [ConfigurationChange]) -> Answer {
        Answer(
            schema: "envctl.config_change/1",
            text: changes.flatMap(lines).joined(separator: "\n"),
            ["changes": .array(changes.map { .object($0.members) })])
    }

    private func lines(_ change: ConfigurationChange) -> [String] {
        var lines = [change.value == nil ? unsetLine(change) : setLine(change)]
        if let origin = change.copiedFrom {
            lines.append("  the file was begun as a copy of \(origin), which held here until now")
        }
        if change.isOverruled, let effective = change.effective {
            lines.append("  \(Self.shown(effective)) wins")
        }
        return lines
    }

    private func setLine(_ change: ConfigurationChange) -> String {
        let value = change.value ?? ""
        return change.isChanged
            ? "\(change.key.path) is \(value) now, in \(change.file)"
            : "\(change.key.path) is \(value) already"
    }

    private func unsetLine(_ change: ConfigurationChange) -> String {
        let rest = change.effective.map { "; \(Self.shown($0)) holds" } ?? ""
        return change.isChanged
            ? "\(change.key.path) is unset now in \(change.file)" + rest
            : "\(change.key.path) was not set in \(change.file)" + rest
    }

    private static func shown(_ setting: SettingOrigin) -> String {
        let value = setting.value.string ?? setting.value.compact
        return "\(value) (\(setting.origin))"
    }
}
