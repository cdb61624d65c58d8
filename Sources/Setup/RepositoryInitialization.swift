package import Configuration
import Glibc
import Platform
package import Vocabulary

/// Writes what was proposed for a folder that has no `envctl.yaml`; overwrites nothing.
package struct RepositoryInitialization: Sendable {
    /// Where the `envctl.yaml` would be, absolute.
    package let file: String
    package let proposal: ConfigurationProposal
    /// What the file would say.
    package let text: String

    /// Looks at the folder of the sources.
    ///
    /// - Parameter schema: where editors find the JSON Schema.
    /// - Throws: `init.unusable` where the proposal has a mistake, which is one of envctl itself.
    package init(_ sources: ConfigurationSources, schema: String?) throws {
        file = Path.join(sources.folder, ConfigurationLoader.fileName)
        proposal = ConfigurationProposal(lookingAt: sources.folder)
        text = ProposalText(proposal, schema: schema).text
        var drafted = sources
        drafted.drafts[file] = Array(text.utf8)
        let before = try ConfigurationLoader(sources).mistakes()
        let mistakes = try ConfigurationLoader(drafted).mistakes().filter { !before.contains($0) }
        guard mistakes.isEmpty else {
            throw Failure(
                "init.unusable", "the proposal has a mistake", at: file,
                because: mistakes.map(\.description),
                hint: "write an envctl.yaml by hand; docs/configuration.md lists all keys")
        }
    }

    /// - Throws: `init.exists`; `SystemError` where it can't be written.
    package func write() throws { try Self.create(file, text) }

    /// Writes an AGENTS.md beside it.
    ///
    /// - Returns: its path.
    /// - Throws: as `write`.
    package static func writeAgents(in folder: String) throws -> String {
        let file = Path.join(folder, AgentsText.fileName)
        try create(file, AgentsText.text)
        return file
    }

    /// - Throws: `init.exists` where something is in its place.
    package static func refuse(_ file: String) throws(Failure) {
        guard FileSystem.exists(file) else { return }
        throw exists(file)
    }

    private static func create(_ file: String, _ text: String) throws {
        do throws(SystemError) {
            try FileSystem.create(file, with: Array(text.utf8))
        } catch {
            throw error.errno == EEXIST ? Self.exists(file) : error.failure
        }
    }

    private static func exists(_ file: String) -> Failure {
        Failure(
            "init.exists", "there is an \(Path.name(file)) already", at: file,
            because: ["nothing is ever overwritten"],
            hint: Path.name(file) == AgentsText.fileName
                ? "add what 'envctl init --agents --dry-run' prints by hand"
                : "envctl config edit --shared")
    }
}
