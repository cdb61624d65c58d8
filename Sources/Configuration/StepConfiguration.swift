/// A command that has to be done before something runs: an entry of `prepare` or of `steps`.
package struct StepConfiguration: Sendable, Equatable {
    /// The name in `steps`; for an entry of `prepare` its number there, from 1.
    package var id: String
    package var run: Command
    /// Absolute.
    package var directory: String
    /// What the step makes, relative to `directory`; present means done.
    package var creates: [String]
    /// Files and globs relative to `directory`; unchanged since success means done.
    package var inputs: [String]
    /// Exit 0 means done.
    package var check: Command?
    /// Services that wait for this step; empty in `prepare`.
    package var before: [NeedConfiguration]
    package var needs: [NeedConfiguration]
    /// Nil where none was given.
    package var timeoutMilliseconds: Int?
    package var environment: [EnvironmentEntry]
    package var origin: Origin

    package init(
        id: String, run: Command, directory: String, creates: [String] = [], inputs: [String] = [],
        check: Command? = nil, before: [NeedConfiguration] = [], needs: [NeedConfiguration] = [],
        timeoutMilliseconds: Int? = nil, environment: [EnvironmentEntry] = [],
        origin: Origin = .builtIn
    ) {
        self.id = id
        self.run = run
        self.directory = directory
        self.creates = creates
        self.inputs = inputs
        self.check = check
        self.before = before
        self.needs = needs
        self.timeoutMilliseconds = timeoutMilliseconds
        self.environment = environment
        self.origin = origin
    }
}
