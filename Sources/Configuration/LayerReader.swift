import Vocabulary

/// Reads the files of the layers and joins them, lowest first, gathering what is wrong with each.
struct LayerReader {
    let schema: ConfigurationSchema
    private(set) var root = Node.mapping(origin: .builtIn)
    private(set) var findings: [Finding] = []
    private(set) var warnings: [Finding] = []

    init(schema: ConfigurationSchema) { self.schema = schema }

    /// Lays a YAML file over what is there; a missing file (nil) is an empty one.
    mutating func add(_ bytes: [UInt8]?, layer: Origin.Layer, shownAs name: String) {
        guard let bytes else { return }
        do throws(YAMLError) {
            let source = YAMLSource(layer: layer, name: name)
            let document = try YAMLDocument.parse(bytes, source: source)
            findings += document.findings
            var renaming = Renaming(schema: schema)
            let tree = renaming.renamed(document.root)
            warnings += renaming.warnings
            root = root.merged(with: layer == .project ? tree : preferences(of: tree, in: name))
        } catch {
            findings.append(error.finding)
        }
    }

    /// The user's and the system's files hold preferences; anything else in them is a mistake.
    private mutating func preferences(of tree: Node, in file: String) -> Node {
        guard let entries = tree.entries else { return tree }
        let allowed = schema.root.keys.filter(\.isPreference).map(\.name)
        for entry in entries where !allowed.contains(entry.key) && schema.root.key(entry.key) != nil
        {
            findings.append(
                Finding(
                    "'\(entry.key)' belongs into envctl.yaml", at: entry.origin,
                    expected: "only preferences here: \(allowed.joined(separator: ", "))"))
        }
        let kept = entries.filter { allowed.contains($0.key) || schema.root.key($0.key) == nil }
        return .mapping(kept, origin: tree.origin)
    }

    /// Lays the lines of an `.envctl` over what is there.
    mutating func add(_ file: CheckoutFile, shownAs name: String) {
        func place(_ line: Int) -> Origin { Origin(layer: .checkout, source: name, line: line) }
        findings += file.problems.map { Finding($0.message, at: place($0.number)) }
        var settings: [Overlay.Setting] = []
        for line in file.lines {
            let origin = place(line.number)
            if VariableName.isReserved(line.key) {
                let message = "'\(line.key)' has an effect in the environment only"
                warnings.append(Finding(message, at: origin))
            } else if line.key.hasPrefix(VariableName.prefix) {
                settings.append(Overlay.Setting(name: line.key, value: line.value, origin: origin))
            } else {
                findings.append(
                    Finding(
                        "unknown name '\(line.key)'", at: origin, kind: .unknownKey,
                        expected: "a name that begins with \(VariableName.prefix)"))
            }
        }
        lay(settings)
    }

    /// Lays the caller's `ENVCTL_…` variables over what is there.
    mutating func add(environment: [String: String]) {
        let names = environment.keys.filter {
            $0.hasPrefix(VariableName.prefix) && !VariableName.isReserved($0)
        }
        lay(
            names.sorted().map { name in
                Overlay.Setting(
                    name: name, value: environment[name] ?? "",
                    origin: Origin(layer: .environment, source: name))
            })
    }

    mutating func add(assignments: [(name: String, value: String)]) {
        lay(
            assignments.map { assignment in
                let isFull = assignment.name.hasPrefix(VariableName.prefix)
                return Overlay.Setting(
                    name: isFull ? assignment.name : VariableName.prefix + assignment.name,
                    value: assignment.value,
                    origin: Origin(layer: .assignment, source: assignment.name),
                    mayOmitPrefix: !isFull)
            })
    }

    mutating func add(overrides: [ConfigurationSources.Override]) {
        lay(
            overrides.map { override in
                Overlay.Setting(
                    name: VariableName.of(override.path), value: override.value,
                    origin: Origin(layer: .commandLine, source: override.flag))
            })
    }

    private mutating func lay(_ settings: [Overlay.Setting]) {
        var overlay = Overlay(root, schema: schema)
        overlay.apply(settings)
        root = overlay.root
        findings += overlay.findings
    }
}
