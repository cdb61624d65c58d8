package import Vocabulary

/// One entry of a `needs` list.
package struct NeedConfiguration: Sendable, Equatable {
    /// A component, or, in the needs of a step, another step.
    package var name: ComponentID
    /// Whether a restart of that component restarts this one too.
    package var restart: Bool
    package var origin: Origin

    package init(name: ComponentID, restart: Bool = false, origin: Origin = .builtIn) {
        self.name = name
        self.restart = restart
        self.origin = origin
    }
}
