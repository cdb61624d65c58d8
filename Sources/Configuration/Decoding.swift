import Platform
import Vocabulary

/// Makes values of checked nodes. It is lenient: where a mistake was found the value is left out, so
/// that what is left can still be looked at for further mistakes.
struct Decoding {
    /// The project's folder.
    let root: String

    func command(_ node: Node?) -> Command? {
        guard let node else { return nil }
        if let words = node.sequence {
            return words.isEmpty ? nil : .arguments(words.map(TemplateParser.template))
        }
        return node.anyText.map { _ in .shell(TemplateParser.template(node)) }
    }

    /// One element without brackets is a list of one; nothing is an empty list.
    func elements(_ node: Node?) -> [Node] {
        guard let node, !node.isNull else { return [] }
        return node.sequence ?? [node]
    }

    func texts(_ node: Node?) -> [String] { elements(node).compactMap(\.anyText) }

    func directory(_ node: Node?, in base: String) -> String {
        Path.absolute(node?.anyText ?? ".", in: base)
    }

    func environment(_ node: Node?) -> [EnvironmentEntry] {
        (node?.entries ?? []).map {
            EnvironmentEntry(name: $0.key, value: TemplateParser.template($0.value))
        }
    }

    func textMap(_ node: Node?) -> [String: String] {
        let pairs = (node?.entries ?? []).compactMap { entry in
            entry.value.anyText.map { (entry.key, $0) }
        }
        return Dictionary(pairs) { $1 }
    }

    func needs(_ node: Node?) -> [NeedConfiguration] {
        elements(node).compactMap { element in
            let name = element["name"] ?? element
            guard let id = name.componentName else { return nil }
            let restart = element["restart"]?.boolean ?? false
            return NeedConfiguration(name: id, restart: restart, origin: name.origin)
        }
    }
}

// MARK: - Services and steps

extension Decoding {
    func service(_ entry: Node.Entry) -> ServiceConfiguration? {
        let node = entry.value
        guard let id = ComponentID(entry.key) else { return nil }
        let directory = directory(node["directory"], in: root)
        var service = ServiceConfiguration(
            id: id, directory: directory, prepare: prepare(node["prepare"], in: directory),
            command: command(node["command"]) ?? .shell(Template(literal: "")),
            port: port(node["port"]), namedPorts: namedPorts(node["ports"]),
            ready: probe(node["ready"]), health: probe(node["health"]),
            environmentFiles: environmentFiles(node["env_file"], in: directory),
            environment: environment(node["env"]), needs: needs(node["needs"]),
            restart: node["restart"]?.anyText.flatMap(RestartPolicy.init) ?? .onFailure,
            stop: stop(node["stop"]), inputs: texts(node["inputs"]), origin: entry.origin)
        service.watch = watch(node["watch"])
        service.logLimit = node["log_limit"]?.size
        return service
    }

    private func watch(_ node: Node?) -> WatchConfiguration? {
        guard let node, !node.isNull else { return nil }
        guard node.shape == .mapping else { return WatchConfiguration(paths: texts(node)) }
        let paths = texts(node["paths"])
        return WatchConfiguration(
            paths: paths.isEmpty ? ["."] : paths, ignore: texts(node["ignore"]))
    }

    private func environmentFiles(_ node: Node?, in directory: String) -> [EnvironmentFile] {
        elements(node).compactMap { element in
            (element["path"] ?? element).anyText.map { path in
                EnvironmentFile(
                    path: Path.absolute(path, in: directory),
                    isRequired: element["required"]?.boolean ?? true)
            }
        }
    }

    /// A port that is no number is 0 here: it was reported, and what asks for it is not wrong too.
    private func port(_ node: Node?) -> Int? {
        guard let node, !node.isNull else { return nil }
        return node.integer ?? 0
    }

    private func namedPorts(_ node: Node?) -> [String: Int] {
        let pairs = (node?.entries ?? []).compactMap { entry in
            entry.value.integer.map { (entry.key, $0) }
        }
        return Dictionary(pairs) { $1 }
    }

    private func prepare(_ node: Node?, in directory: String) -> [StepConfiguration] {
        elements(node).enumerated().compactMap { index, element in
            let name = String(index + 1)
            guard element.scalar == nil else {
                return command(element).map {
                    StepConfiguration(
                        id: name, run: $0, directory: directory, origin: element.origin)
                }
            }
            return step(element, name, in: directory, at: element.origin)
        }
    }

    func step(_ entry: Node.Entry) -> StepConfiguration? {
        step(entry.value, entry.key, in: root, at: entry.origin)
    }

    private func step(
        _ node: Node, _ id: String, in base: String, at origin: Origin
    ) -> StepConfiguration? {
        StepConfiguration(
            id: id, run: command(node["run"]) ?? .shell(Template(literal: "")),
            directory: directory(node["directory"], in: base), creates: texts(node["creates"]),
            inputs: texts(node["inputs"]), check: command(node["check"]),
            before: needs(node["before"]), needs: needs(node["needs"]),
            timeoutMilliseconds: node["timeout"]?.duration, environment: environment(node["env"]),
            origin: origin)
    }

    private func stop(_ node: Node?) -> StopConfiguration {
        var stop = StopConfiguration()
        if let signal = node?["signal"]?.anyText {
            stop.signal = signal.hasPrefix("SIG") ? signal : "SIG" + signal
        }
        if let timeout = node?["timeout"]?.duration { stop.timeoutMilliseconds = timeout }
        stop.command = command(node?["command"])
        return stop
    }
}

// MARK: - Requirements and preferences

extension Decoding {
    func requirement(_ entry: Node.Entry, schema: ConfigurationSchema) -> RequirementConfiguration?
    {
        let node = entry.value
        guard let id = ComponentID(entry.key) else { return nil }
        let kind = ConfigurationSchema.kind(of: node, named: entry.key)
        let url = node["url"].map(TemplateParser.template)
        let backend = node["backend"]?.anyText.flatMap(RequirementConfiguration.Backend.init)
        let own = schema.requirement(kind)
        let usual = own?.defaultBackend ?? .native
        var requirement = RequirementConfiguration(
            id: id, kind: kind, backend: backend ?? (url == nil ? usual : .external),
            version: node["version"]?.versionConstraint, url: url, port: node["port"]?.integer,
            values: values(
                node, keys: (own?.keys ?? []) + Self.shared(schema)),
            environmentRenames: textMap(node["environment"]), needs: needs(node["needs"]),
            timeoutMilliseconds: node["timeout"]?.duration, origin: entry.origin)
        for key in own?.keys ?? [] where key.type == .template {
            requirement.templates[key.name] = node[key.name].map(TemplateParser.template)
        }
        requirement.logLimit = node["log_limit"]?.size
        requirement.namedPorts = namedPorts(node["ports"])
        return requirement
    }

    /// Of the shared keys only `settings` is the adapter's to read.
    private static func shared(_ schema: ConfigurationSchema) -> [KeySchema] {
        schema.record("requirement").keys.filter { $0.name == "settings" }
    }

    private func values(_ node: Node, keys: [KeySchema]) -> [String: ConfigurationValue] {
        let pairs = keys.compactMap { key in
            node[key.name].map { value in
                (key.name, ConfigurationValue(value.json(as: key.type), origin: value.origin))
            }
        }
        return Dictionary(pairs) { $1 }
    }

    func preferences(_ root: Node) -> Preferences {
        var preferences = Preferences()
        preferences.portRange = root["ports"]?["range"]?.portRange
        preferences.jobs = root["jobs"]?.integer
        preferences.startTimeoutMilliseconds = root["start"]?["timeout"]?.duration
        if let limit = root["log_limit"]?.size { preferences.logLimit = limit }
        if let history = root["history"]?.integer { preferences.history = history }
        if let spares = root["spares"]?.boolean { preferences.keepsSpares = spares }
        if let mode = root["default_mode"]?.anyText.flatMap(Preferences.Mode.init) {
            preferences.defaultMode = mode
        }
        if let word = root["port_conflict"]?.anyText,
            let conflict = Preferences.PortConflict(rawValue: word)
        {
            preferences.portConflict = conflict
        }
        return preferences
    }
}

extension Node {
    /// As JSON, with text from variables read as what its type says.
    func json(as type: ValueType) -> JSON {
        guard let scalar else { return json }
        switch type {
        case .integer, .port: return integer.map { .int(Int64($0)) } ?? json
        case .boolean: return boolean.map(JSON.bool) ?? json
        case .string, .text, .template, .version, .path, .name, .choice:
            return scalar.isNull ? .null : .string(scalar.text)
        case .map, .record, .requirement: return scalar.isNull ? .object(JSON.Object()) : json
        default: return json
        }
    }
}
