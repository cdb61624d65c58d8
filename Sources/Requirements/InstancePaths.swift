/// Where one requirement of one project keeps its things; all paths are absolute.
package struct InstancePaths: Sendable, Equatable {
    /// The component's data folder; made by a step, handed to its account.
    package var data: String
    /// Locked by the component's processes.
    package var dataLock: String
    /// Folder of this component's own sockets, short enough for `sun_path`.
    package var sockets: String
    package var log: String
    /// `<cache>/templates`.
    package var templates: String
    /// The project's 0600 file of secrets.
    package var secrets: String
    /// `<state>/spares`; nil where none are wanted.
    package var spares: String?

    package init(
        data: String, dataLock: String, sockets: String, log: String, templates: String,
        secrets: String, spares: String? = nil
    ) {
        self.data = data
        self.dataLock = dataLock
        self.sockets = sockets
        self.log = log
        self.templates = templates
        self.secrets = secrets
        self.spares = spares
    }

    /// What we know of the data, beside it in our own folder: identity, seed, password set.
    package var record: String { data + ".json" }
}
