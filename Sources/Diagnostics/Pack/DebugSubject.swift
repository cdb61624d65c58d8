package import Platform
package import RunState
package import Vocabulary

/// What a bundle is about, as far as it could be found, and what only the composition root can tell.
package struct DebugSubject: Sendable {
    package var host: Host
    package var layout: StateLayout
    package var kernel: KernelInstance
    /// Nil where the caller stands in none; `place` says why.
    package var project: Project?
    /// Why there is no project.
    package var place: Failure?
    /// The run that was asked for; nil: the latest.
    package var run: RunID?
    /// The configuration with its origins; nil where nothing is configured.
    package var configuration: @Sendable () throws -> JSON?
    /// Files that the configuration is read from, absolute, if they are there.
    package var configurationFiles: [String] = []
    /// Throws what a start would end with now, before it begins anything.
    package var preview: @Sendable () throws -> Void
    /// Version and build of envctl.
    package var build: JSON
    /// Doctor's report; nil where there is none.
    package var doctor: (@Sendable () throws -> JSON?)?
    package var withLogs = false

    package init(
        host: Host, layout: StateLayout, kernel: KernelInstance, build: JSON,
        configuration: @escaping @Sendable () throws -> JSON?,
        preview: @escaping @Sendable () throws -> Void
    ) {
        self.host = host
        self.layout = layout
        self.kernel = kernel
        self.build = build
        self.configuration = configuration
        self.preview = preview
    }

    var scope: ScopeLayout? { project.map { layout.scope($0.scope) } }
    var folders: ProjectLayout? { project.flatMap { scope?.project($0.name) } }
}
