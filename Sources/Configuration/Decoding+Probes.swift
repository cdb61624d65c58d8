import Vocabulary

extension Decoding {
    func probe(_ node: Node?) -> ProbeConfiguration? {
        guard let node, let kind = probeKind(node) else { return nil }
        return ProbeConfiguration(
            kind: kind, timeoutMilliseconds: node["timeout"]?.duration,
            intervalMilliseconds: node["interval"]?.duration, origin: node.origin)
    }

    private func probeKind(_ node: Node) -> ProbeConfiguration.Kind? {
        if let word = node.anyText { return word == "notify" ? .notify : .tcp(port: nil) }
        let present = ConfigurationSchema.probeKinds.first { node[$0] != nil }
        guard let name = present, let value = node[name] else { return nil }
        switch name {
        case "tcp": return .tcp(port: value.integer)
        case "http": return http(value).map { .http($0) }
        case "exec": return command(value).map { .exec($0) }
        case "log": return value.string.map { .log(pattern: $0) }
        case "notify": return .notify
        case "file": return file(value)
        case "exchange": return exchange(value)
        case "alive": return value.duration.map { .alive(milliseconds: $0) }
        case "all": return .all(elements(value).compactMap { probe($0) })
        default: return .any(elements(value).compactMap { probe($0) })
        }
    }

    private func http(_ node: Node) -> HTTPProbe? {
        guard let path = node.string ?? node["path"]?.string else { return nil }
        return HTTPProbe(
            path: path, port: node["port"]?.integer, method: node["method"]?.string ?? "GET",
            status: node["status"]?.integer, header: textMap(node["header"]))
    }

    private func file(_ node: Node) -> ProbeConfiguration.Kind? {
        guard let path = node.anyText ?? node["path"]?.anyText else { return nil }
        return .file(path: path, line: node["line"]?.integer, value: node["value"]?.anyText)
    }

    private func exchange(_ node: Node) -> ProbeConfiguration.Kind? {
        guard let send = node["send"]?.string, let expect = node["expect"]?.string else {
            return nil
        }
        return .exchange(port: node["port"]?.integer, send: send, expect: expect)
    }
}
