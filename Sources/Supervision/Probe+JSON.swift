package import Vocabulary

extension Probe {
    /// `{"kind": …}` with the members of that kind; byte strings are arrays of numbers.
    package var json: JSON {
        switch self {
        case .tcp(let port): ["kind": "tcp", "port": port.json]
        case .http(let probe): probe.json
        case .exec(let arguments, let timeout):
            ["kind": "exec", "arguments": JSON(arguments), "timeout_ms": JSON(timeout)]
        case .log(let pattern): ["kind": "log", "pattern": .string(pattern)]
        case .notify: ["kind": "notify"]
        case .file(let path, let line, let value):
            ["kind": "file", "path": .string(path), "line": JSON(line), "value": JSON(value)]
        case .exchange(let probe): probe.json
        case .alive(let milliseconds): ["kind": "alive", "milliseconds": JSON(milliseconds)]
        case .all(let probes): ["kind": "all", "probes": .array(probes.map(\.json))]
        case .any(let probes): ["kind": "any", "probes": .array(probes.map(\.json))]
        }
    }

    package init(json: JSON) throws {
        switch try json.requiredString("kind") {
        case "tcp": self = .tcp(port: try json.requiredPort("port"))
        case "http": self = .http(try HTTPProbe(json: json))
        case "exec":
            self = .exec(
                arguments: try json.strings("arguments"),
                timeoutMilliseconds: try json.requiredInt("timeout_ms"))
        case "log": self = .log(pattern: try json.requiredString("pattern"))
        case "notify": self = .notify
        case "file":
            self = .file(
                path: try json.requiredString("path"), line: try json.optionalInt("line"),
                value: try json.optionalString("value"))
        case "exchange": self = .exchange(try ExchangeProbe(json: json))
        case "alive": self = .alive(milliseconds: try json.requiredInt("milliseconds"))
        case "all": self = .all(try json.list("probes", Probe.init(json:)))
        case "any": self = .any(try json.list("probes", Probe.init(json:)))
        case let kind: throw DecodingFailure(path: "kind", expected: "a probe", found: kind)
        }
    }
}

extension HTTPProbe {
    package var json: JSON {
        var object: JSON.Object = [
            "kind": "http", "address": .string(address), "port": port.json,
            "method": .string(method), "path": .string(path),
            "status": [.int(Int64(status.lowerBound)), .int(Int64(status.upperBound))],
            "headers": .object(
                JSON.Object(requestHeaders.map { ($0.name, JSON.string($0.value)) })),
        ]
        if let title { object["title"] = .string(title) }
        return .object(object)
    }

    init(json: JSON) throws {
        self.init(port: try json.requiredPort("port"), path: try json.requiredString("path"))
        address = try json.requiredString("address")
        method = try json.requiredString("method")
        let bounds = try json.list("status") { $0.int ?? 0 }
        if bounds.count == 2, bounds[0] <= bounds[1] { status = bounds[0]...bounds[1] }
        requestHeaders = try json.stringMap("headers").map { (name: $0.0, value: $0.1) }
        title = try json.optionalString("title")
    }
}

extension ExchangeProbe {
    package var json: JSON {
        var object: JSON.Object = [
            "kind": "exchange", "socket": JSON(socket), "address": .string(address),
            "port": port?.json ?? .null, "send": .array(send.map { .int(Int64($0)) }),
            "expect": .array(expect.map { .int(Int64($0)) }),
            "pause_after_refusal_ms": JSON(pauseAfterRefusal),
        ]
        if let title { object["title"] = .string(title) }
        return .object(object)
    }

    init(json: JSON) throws {
        self.init(
            socket: try json.optionalString("socket"),
            port: try json.optionalInt("port").flatMap { Port($0) },
            send: try json.list("send") { UInt8(truncatingIfNeeded: $0.int ?? 0) },
            expect: try json.list("expect") { UInt8(truncatingIfNeeded: $0.int ?? 0) })
        address = try json.requiredString("address")
        pauseAfterRefusal = try json.requiredInt("pause_after_refusal_ms")
        title = try json.optionalString("title")
    }
}

extension JSON {
    package func requiredPort(_ key: String) throws -> Port {
        try required(key, "a port") { $0.int.flatMap { Port($0) } }
    }
}
