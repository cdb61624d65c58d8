package import Configuration
import Platform
import Vocabulary

/// Changes envctl's own block in the project's `.envctl`; the rest of the file stays as it is, byte
/// for byte.
package struct CheckoutEditor: Sendable {
    private let sources: ConfigurationSources

    package init(_ sources: ConfigurationSources) { self.sources = sources }

    private typealias Settings = [(key: String, value: String)]

    /// Sets one key, where the configuration stays as valid as it was.
    ///
    /// - Throws: `config.unknown_key`, `config.invalid`, `config.own_line`, `config.block_broken`;
    ///   `SystemError` where the file can't be read or written.
    package func set(_ name: String, to value: String) throws -> ConfigurationChange {
        try change(name, to: value) { key, file in
            if file.lines.last(where: { $0.key == key.variable })?.value == value {
                return nil
            }
            var settings = file.settings
            if let index = settings.firstIndex(where: { $0.key == key.variable }) {
                settings[index].value = value
            } else {
                settings.append((key.variable, value))
            }
            let after = try file.replacingBlock(with: settings)
            try refuseOwnLine(of: key, in: after, from: file) { !$0.isManaged }
            return after
        }
    }

    /// Takes one key out of the block, where the configuration stays as valid as it was.
    ///
    /// - Throws: as `set`.
    package func unset(_ name: String) throws -> ConfigurationChange {
        try change(name, to: nil) { key, file in
            let settings = file.settings
            let kept = settings.filter { $0.key != key.variable }
            let after = kept.count == settings.count ? file : try file.replacingBlock(with: kept)
            try refuseOwnLine(of: key, in: after, from: file) { _ in true }
            return kept.count == settings.count ? nil : after
        }
    }

    /// A person's own line is never touched: where it would win, nothing would have been changed.
    ///
    /// - Parameters:
    ///   - after: the file as it would be.
    ///   - before: the file as it stays, in which lines are counted.
    private func refuseOwnLine(
        of key: ConfigurationKey, in after: CheckoutFile, from before: CheckoutFile,
        where isMeant: (CheckoutFile.Line) -> Bool
    ) throws(Failure) {
        guard let last = after.lines.last(where: { $0.key == key.variable }), isMeant(last) else {
            return
        }
        let own = before.lines.last { $0.key == key.variable && !$0.isManaged } ?? last
        throw Failure(
            "config.own_line", "'\(key.path)' is set by a line of your own",
            at: "\(sources.checkoutFile):\(own.number)",
            because: ["envctl changes nothing outside of its own block"],
            hint: "change that line: envctl config edit")
    }
}

// MARK: - The way of a change

extension CheckoutEditor {
    /// - Parameter edit: the file as it would be; nil where nothing has to change.
    private func change(
        _ name: String, to value: String?,
        edit: (ConfigurationKey, CheckoutFile) throws -> CheckoutFile?
    ) throws -> ConfigurationChange {
        let lock = try FolderLock.take(sources.root)
        defer { lock.release() }
        let key = try ConfigurationLoader(sources).key(named: name)
        let (file, origin) = try current(isSetting: value != nil)
        guard let after = try edit(key, file) else {
            return try told(key, value, isChanged: false, copiedFrom: nil, sources)
        }
        var drafted = sources
        drafted.drafts[sources.checkoutFile] = after.bytes
        try Judgement(before: sources, after: drafted).refuseNewMistakes(key)
        try write(after)
        return try told(key, value, isChanged: true, copiedFrom: origin, drafted)
    }

    /// The own file; for a setting, where there is none, what the main worktree's says, which would
    /// be hidden by an own one.
    private func current(
        isSetting: Bool
    ) throws -> (file: CheckoutFile, copiedFrom: String?) {
        if let own = try FileSystem.readIfPresent(sources.checkoutFile) {
            return (CheckoutFile(own), nil)
        }
        guard isSetting, let main = sources.mainCheckoutFile,
            let bytes = try FileSystem.readIfPresent(main)
        else { return (CheckoutFile([]), nil) }
        return (CheckoutFile(bytes), main)
    }

    /// A file that held our block alone goes with it, unless an empty one has a meaning: it hides
    /// that of the main worktree.
    private func write(_ file: CheckoutFile) throws {
        let hides = sources.mainCheckoutFile.map { FileSystem.exists($0) } ?? false
        guard file.bytes.isEmpty, !hides else {
            return try FileSystem.rewrite(sources.checkoutFile, with: file.bytes)
        }
        try FileSystem.removeFile(sources.checkoutFile)
    }

    private func told(
        _ key: ConfigurationKey, _ value: String?, isChanged: Bool, copiedFrom: String?,
        _ sources: ConfigurationSources
    ) throws -> ConfigurationChange {
        ConfigurationChange(
            file: sources.checkoutFile, key: key, value: value, isChanged: isChanged,
            copiedFrom: copiedFrom, effective: try effective(key, sources))
    }

    /// Nil, too, where the configuration has other mistakes: then nothing holds.
    private func effective(
        _ key: ConfigurationKey, _ sources: ConfigurationSources
    ) throws -> SettingOrigin? {
        guard
            case .valid(let found) = try ConfigurationCheck({
                try ConfigurationLoader(sources).load()
            })
        else { return nil }
        return found.origins.first { $0.path == key.path }
    }
}

extension CheckoutFile {
    /// The block's settings, each key once, with its last value.
    fileprivate var settings: [(key: String, value: String)] {
        var result: [(key: String, value: String)] = []
        for setting in managed {
            result.removeAll { $0.key == setting.key }
            result.append(setting)
        }
        return result
    }
}
