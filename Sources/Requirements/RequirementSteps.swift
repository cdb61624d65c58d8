package import Steps

/// What an adapter has to do around the launch. Ids begin with the component's; `dependsOn` names
/// steps of the same list only: the plan puts `prepare` and `provision` before the launch and
/// `bootstrap` after ready.
package struct RequirementSteps: Sendable {
    /// Before the launch: template, data, sockets. For `external` the one probe. Nothing of other
    /// requirements is there yet.
    package var prepare: [Step]
    /// Before the launch too, when everything that it needs is ready: what it has made inside
    /// others, such as a database.
    package var provision: [Step]
    /// After the probe has passed and before the component counts as ready: durability, password,
    /// seed. What may fail without a harm to others is made by `SoftBootstrap`.
    package var bootstrap: [Step]

    package init(prepare: [Step] = [], provision: [Step] = [], bootstrap: [Step] = []) {
        self.prepare = prepare
        self.provision = provision
        self.bootstrap = bootstrap
    }
}
