package import Supervision

/// One kind of requirement: turns its definition and a project's configuration into steps and a
/// launch spec. Nothing outside an adapter's folder names that adapter.
package protocol RequirementAdapter: Sendable {
    var definition: RequirementDefinition { get }

    /// What is installed and would be used; looks at files and versions and changes nothing.
    ///
    /// - Throws: `Failure` `requirement.program_missing`, `requirement.version_mismatch`,
    ///   `requirement.backend_unavailable`, `requirement.account`.
    func resolve(_ request: RequirementRequest) throws -> RequirementResolution

    /// How to install what is missing; nil where nothing is.
    func installation(_ request: RequirementRequest) throws -> InstallAdvice?

    /// What services see of it. Pure.
    func projection(_ instance: RequirementInstance) throws -> Projection

    /// The process to run; nil where there is none (`external`). Pure but for sizes and times of
    /// the program.
    func launchSpec(_ instance: RequirementInstance) throws -> LaunchSpec?

    /// What is done before its launch and after it answers.
    func steps(_ instance: RequirementInstance) throws -> RequirementSteps

    /// What the last lines of its log say about why it ended, in one sentence; nil where they say
    /// nothing that is known.
    func explanation(ofLog lines: [String]) -> String?

    /// Whether the server that runs on its data has been told to end, by whomever, and only waits
    /// for something, such as its clients.
    func isLeaving(_ instance: RequirementInstance) throws -> Bool

    /// Looks, before anything is changed, whether the data that is there is what the configuration
    /// wants.
    ///
    /// - Throws: `data.unflushed`, `data.other_content`, `requirement.data_version`.
    func checkData(_ instance: RequirementInstance) throws
}

extension RequirementAdapter {
    package func explanation(ofLog lines: [String]) -> String? { nil }
    package func isLeaving(_ instance: RequirementInstance) throws -> Bool { false }
    package func checkData(_ instance: RequirementInstance) throws {
        try instance.checkOwnFlushed()
        try instance.checkOwnContent(definition.schema)
    }
}
