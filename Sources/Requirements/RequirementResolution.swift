package import Platform
package import Vocabulary

/// What a requirement would run with, and why.
package struct RequirementResolution: Sendable, Equatable {
    package var backend: Backend
    /// For people: `newest of 15.18, 16.4 in /usr/lib/postgresql`.
    package var reason: String
    /// Absolute path of the server; nil for `external`.
    package var program: String?
    /// What it is given before everything else, where the program runs another one.
    package var arguments: [String] = []
    /// As the program tells it: `15.18`; nil for `external`.
    package var version: String?
    /// Run as this account; nil is our own.
    package var account: Account?
    /// The expanded address of an `external` requirement.
    package var url: String?
    /// What the configuration gives of an `external` requirement besides, by its key.
    package var given: [String: String] = [:]
    /// Ports that files of the repository ask for, by resource.
    package var preferredPorts: [String: Port] = [:]
    /// What the user is to be told once with the plan.
    package var notes: [String] = []
    /// What the container runs from: `redis:7`.
    package var image: String?
    /// Which image that name meant when this was found out; nil where it was not there, or may be
    /// another one by the launch.
    package var imageID: String?
    /// Where the container's published ports answer; nil is loopback.
    package var address: String?

    package init(
        backend: Backend, reason: String, program: String? = nil, version: String? = nil,
        account: Account? = nil, url: String? = nil
    ) {
        self.backend = backend
        self.reason = reason
        self.program = program
        self.version = version
        self.account = account
        self.url = url
    }
}
