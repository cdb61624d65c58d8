package import Vocabulary

/// A port that a requirement needs.
package struct ResourceDefinition: Sendable, Equatable {
    /// `main` is the one that its address shows.
    package var name: String
    package var defaultPort: Port?

    package init(name: String, defaultPort: Port?) {
        self.name = name
        self.defaultPort = defaultPort
    }

    package static func main(_ number: Int) -> ResourceDefinition {
        ResourceDefinition(name: "main", defaultPort: Port(number))
    }
}
