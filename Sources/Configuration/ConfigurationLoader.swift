import Platform
import Vocabulary

/// Finds, joins and checks the layers of a configuration.
package struct ConfigurationLoader: Sendable {
    /// The committed file and the file of one checkout.
    package static let fileName = "envctl.yaml"
    package static let checkoutFileName = ".envctl"

    private let sources: ConfigurationSources
    private let schema: ConfigurationSchema

    package init(_ sources: ConfigurationSources) {
        self.sources = sources
        self.schema = ConfigurationSchema(requirements: sources.requirements)
    }

    /// The nearest `envctl.yaml` from `folder` upwards, never beyond `limit`; both absolute.
    package static func findConfiguration(
        from folder: String, upTo limit: String, isThere: (String) -> Bool = FileSystem.exists
    ) -> String? {
        var current = Path.absolute(folder, in: "/")
        let last = Path.absolute(limit, in: "/")
        while true {
            let candidate = Path.join(current, fileName)
            if isThere(candidate) { return candidate }
            guard current != last, Path.isInside(current, last), current != "/" else { return nil }
            current = Path.parent(current)
        }
    }

    /// What all layers say together, or nil where none names a component or a step and there is no
    /// `envctl.yaml`.
    ///
    /// - Throws: one `config.invalid` with every mistake; `SystemError` where a file can't be read.
    package func load() throws -> ProjectConfiguration? {
        let layers = try readAll()
        let (found, mistakes) = joined(layers)
        try refuse(mistakes)
        let isConfigured = ["requirements", "services", "steps"].contains { layers.root[$0] != nil }
        return found.file == nil && !isConfigured ? nil : found
    }

    /// Every mistake of the layers; none where `load` would answer.
    ///
    /// - Throws: `SystemError` where a file can't be read.
    package func mistakes() throws -> [Finding] { joined(try readAll()).mistakes }

    /// The preferences alone, from the layers that need no project: system, user, environment,
    /// assignments and the command line.
    ///
    /// - Throws: `config.invalid`; `SystemError` where a file can't be read.
    package func preferences() throws -> Preferences {
        var layers = LayerReader(schema: schema)
        try readShared(into: &layers)
        readInvocation(into: &layers)
        let names = schema.root.keys.filter(\.isPreference).map(\.name)
        let kept = (layers.root.entries ?? []).filter { names.contains($0.key) }
        let tree = Node.mapping(kept, origin: .builtIn)
        try refuse(layers.findings + Validator.findings(in: tree, schema: schema))
        return Decoding(root: "/").preferences(tree)
    }
}

// MARK: - Layers

extension ConfigurationLoader {
    private func readAll() throws -> LayerReader {
        var layers = LayerReader(schema: schema)
        try readShared(into: &layers)
        if let file = sources.file {
            layers.add(try sources.read(file), layer: .project, shownAs: shown(file))
        }
        try readCheckout(into: &layers)
        readInvocation(into: &layers)
        return layers
    }

    private func readShared(into layers: inout LayerReader) throws {
        let system = Path.join(sources.systemFolder, "config.yaml")
        layers.add(try sources.read(system), layer: .system, shownAs: system)
        guard let user = Self.userFile(sources.environment) else { return }
        layers.add(try sources.read(user), layer: .user, shownAs: user)
    }

    /// `$XDG_CONFIG_HOME/envctl/config.yaml`, else below `~/.config`; nil without a home.
    package static func userFile(_ environment: [String: String]) -> String? {
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            return Path.join(base, "envctl/config.yaml")
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return Path.join(home, ".config/envctl/config.yaml")
    }

    /// The project's own `.envctl`, else the whole one of the same folder in the main worktree.
    private func readCheckout(into layers: inout LayerReader) throws {
        let own = sources.checkoutFile
        if let bytes = try sources.read(own) {
            return layers.add(CheckoutFile(bytes), shownAs: shown(own))
        }
        guard let other = sources.mainCheckoutFile, let bytes = try sources.read(other) else {
            return
        }
        layers.add(CheckoutFile(bytes), shownAs: other)
    }

    private func readInvocation(into layers: inout LayerReader) {
        layers.add(environment: sources.environment)
        layers.add(assignments: sources.assignments)
        layers.add(overrides: sources.overrides)
    }

    /// A file of the worktree as seen from its root.
    private func shown(_ path: String) -> String {
        Path.relative(path, to: Path.absolute(sources.worktree, in: "/")) ?? path
    }
}

// MARK: - Keys

extension ConfigurationLoader {
    /// The key that a person means by `services.api.port` or `ENVCTL_SERVICES__API__PORT`, in the
    /// light of the names that the layers have.
    ///
    /// - Throws: `config.unknown_key` with the nearest key.
    package func key(named name: String) throws -> ConfigurationKey {
        try ConfigurationKey(
            named: name, by: VariableResolver(schema: schema, root: try readAll().root))
    }
}

// MARK: - Result

extension ConfigurationLoader {
    private func joined(
        _ layers: LayerReader
    ) -> (found: ProjectConfiguration, mistakes: [Finding]) {
        let tree = layers.root
        var result = decode(tree, root: sources.root, file: sources.file)
        let unmet = result.connect(schema)
        var consistency = Consistency(result, schema: schema)
        consistency.check()
        result.origins = OriginList.settings(of: tree, schema: schema)
        result.warnings = layers.warnings + consistency.warnings
        let mistakes =
            layers.findings + Validator.findings(in: tree, schema: schema)
            + consistency.findings + unmet
        return (result, mistakes)
    }

    private func decode(_ tree: Node, root: String, file: String?) -> ProjectConfiguration {
        let decoding = Decoding(root: root)
        func entries(_ key: String) -> [Node.Entry] { tree[key]?.entries ?? [] }
        return ProjectConfiguration(
            root: root, file: file,
            requirements: entries("requirements").compactMap {
                decoding.requirement($0, schema: schema)
            },
            services: entries("services").compactMap(decoding.service),
            steps: entries("steps").compactMap(decoding.step),
            preferences: decoding.preferences(tree), release: decoding.release(tree["release"]))
    }

    private func refuse(_ findings: [Finding]) throws(Failure) {
        guard !findings.isEmpty else { return }
        throw .invalidConfiguration(Finding.sorted(findings))
    }
}
