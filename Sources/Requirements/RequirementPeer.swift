package import Vocabulary

/// Another requirement of the same project, as an adapter that works with it sees it: by what it
/// can, never by its name.
package struct RequirementPeer: Sendable {
    package var adapter: any RequirementAdapter
    /// Without peers of its own.
    package var instance: RequirementInstance

    package init(adapter: any RequirementAdapter, instance: RequirementInstance) {
        self.adapter = adapter
        self.instance = instance
    }

    package var component: ComponentID { instance.component }
}
