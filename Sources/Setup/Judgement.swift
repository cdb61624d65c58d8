import Configuration
import Vocabulary

/// Two states of a configuration's files: what a change would break.
struct Judgement {
    let before: ConfigurationSources
    let after: ConfigurationSources

    /// Mistakes that were there already are no reason to refuse a change, which may be one of
    /// several that mend them.
    ///
    /// - Throws: `config.invalid` with the mistakes that would be new.
    func refuseNewMistakes(_ key: ConfigurationKey) throws {
        let would = try ConfigurationLoader(after).mistakes()
        guard !would.isEmpty else { return }
        let old = try ConfigurationLoader(before).mistakes().map(Self.withoutPlace)
        let new = would.filter { !old.contains(Self.withoutPlace($0)) }
        guard !new.isEmpty else { return }
        var failure = Failure.invalidConfiguration(new)
        failure.message = "nothing was written, since then " + failure.message
        failure.hint =
            known(key).map { "did you mean '\($0)'?" }
            ?? "'envctl show-config \(key.path)' shows what holds now"
        throw failure
    }

    /// A change moves what stands below it.
    private static func withoutPlace(_ finding: Finding) -> Finding {
        var finding = finding
        finding.origin.line = nil
        finding.origin.column = nil
        return finding
    }

    /// The key of a component that exists, where a new name was most likely a slip.
    private func known(_ key: ConfigurationKey) -> String? {
        // Only a hint: where nothing can be loaded there is none.
        guard let found = try? ConfigurationLoader(before).load() else { return nil }
        let paths = found.origins.map(\.path)
        return paths.contains(key.path) ? nil : suggestion(for: key.path, among: paths)
    }
}
