import Vocabulary

/// A backing service that a repository seems to need.
package struct ProposedRequirement: Sendable, Equatable {
    /// Its name and kind: `postgres`.
    package var kind: String
    /// Its own keys with their values, in order.
    package var settings: [(key: String, value: String)] = []
    package var port: Int?
    /// What it was taken from: `docker-compose.yml: db (postgres:16)`.
    package var sources: [String]

    init(
        _ kind: String, settings: [(key: String, value: String)] = [], port: Int? = nil,
        from source: String
    ) {
        self.kind = kind
        self.settings = settings
        self.port = port
        sources = [source]
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.port == right.port && left.sources == right.sources
            && left.settings.map(\.key) == right.settings.map(\.key)
            && left.settings.map(\.value) == right.settings.map(\.value)
    }
}

/// A process that a repository seems to run.
package struct ProposedService: Sendable, Equatable {
    package var name: String
    /// Relative to the repository.
    package var directory: String
    /// A shell command in which `${port}` may stand.
    package var command: String
    package var port: Int?
    /// Variables with a value that is envctl's own form.
    package var environment: [(name: String, value: String)] = []
    /// Whether a `.env` beside it is read, where there is one.
    package var readsEnvironmentFile = false
    /// What it was taken from: `Procfile:3`.
    package var source: String
    /// The highest wins where several sources tell of the same folder.
    var rank: Rank

    init(
        _ name: String, in directory: String, command: String, port: Int? = nil,
        from source: String, rank: Rank
    ) {
        self.name = name
        self.directory = directory
        self.command = command
        self.port = port
        self.source = source
        self.rank = rank
    }

    /// How well a source knows what runs.
    enum Rank: Int, Comparable {
        /// A container's command, which may be only words for its entrypoint.
        case container
        /// The program's kind, from its sources.
        case guessed
        /// A script or a framework's own way.
        case script
        /// A Procfile: nothing else is asked.
        case declared

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.directory == right.directory
            && left.command == right.command && left.port == right.port
            && left.source == right.source
    }
}

/// What has to be done before services start.
package struct ProposedStep: Sendable, Equatable {
    package var name: String
    package var directory: String
    package var run: String
    package var inputs: [String] = []
    package var creates: String?
    /// Steps that come first.
    package var needs: [String] = []
    /// Whether it works on the requirements: a migration.
    package var needsRequirements = false
    /// Words of the commands that it is for; none where it is for all.
    var usedBy: [String] = []
    package var source: String
}

/// What could not be carried over, or what is left to do.
package struct ProposalNote: Sendable, Equatable {
    /// Where it stands: `docker-compose.yml: mailhog`.
    package var subject: String
    package var reason: String
}
