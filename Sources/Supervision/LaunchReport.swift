package import Platform
package import Vocabulary

/// What a launch made: one incarnation of a component.
package struct LaunchReport: Sendable, Equatable {
    package var component: ComponentID
    /// Counts the launches of this component in this run, from 1.
    package var incarnation: Int
    package var identity: ProcessIdentity
    /// How the incarnation before it ended, where a living one was replaced.
    package var replaced: ComponentStop?

    package init(
        component: ComponentID, incarnation: Int, identity: ProcessIdentity,
        replaced: ComponentStop? = nil
    ) {
        self.component = component
        self.incarnation = incarnation
        self.identity = identity
        self.replaced = replaced
    }

    package var json: JSON {
        [
            "component": component.json, "incarnation": JSON(incarnation),
            "identity": identity.json, "replaced": replaced?.json ?? .null,
        ]
    }

    package init(json: JSON) throws {
        component = ComponentID(unchecked: try json.requiredString("component"))
        incarnation = try json.requiredInt("incarnation")
        identity = try json.required("identity", "an identity", ProcessIdentity.init(json:))
        replaced = try json.optional("replaced", "a stop", ComponentStop.init(json:))
    }
}
