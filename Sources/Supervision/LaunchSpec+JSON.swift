import Platform
package import Vocabulary

extension LaunchSpec {
    package var json: JSON {
        [
            "component": component.json, "kind": .string(kind.rawValue),
            "program": .string(program), "arguments": JSON(arguments),
            "environment": JSON(environment), "directory": .string(directory),
            "log": .string(log), "log_limit": .int(logLimit), "data_lock": JSON(dataLock),
            "account": account?.json ?? .null,
            "ports": .array(ports.map(\.json)),
            "url": JSON(url), "ready": ready.json, "ready_timeout_ms": JSON(readyTimeout),
            "health": health?.json ?? .null,
            "restart": .string(restart.rawValue), "stop": stop.json,
            "needs": .array(needs.map(\.json)),
            "fingerprint": fingerprint.json, "facts": .object(facts),
            "container": container?.json ?? .null, "secrets": JSON(secrets),
            "watch": watch?.json ?? .null,
        ]
    }

    package init(json: JSON) throws {
        self.init(
            component: ComponentID(unchecked: try json.requiredString("component")),
            kind: try json.required("kind", "a kind") { $0.string.flatMap(ComponentKind.init) },
            program: try json.requiredString("program"), arguments: try json.strings("arguments"),
            environment: try json.strings("environment"),
            directory: try json.requiredString("directory"), log: try json.requiredString("log"),
            dataLock: try json.optionalString("data_lock"),
            account: try json.optional("account", "an account", Account.init(json:)),
            ports: try json.list("ports", PortBinding.init(json:)),
            url: try json.optionalString("url"),
            ready: try json.required("ready", "a probe", Probe.init(json:)),
            readyTimeout: try json.requiredInt("ready_timeout_ms"),
            health: try json.optional("health", "a health check", HealthCheck.init(json:)),
            restart: try json.required("restart", "a policy") {
                $0.string.flatMap(RestartPolicy.init)
            },
            stop: try json.required("stop", "a stop rule", StopRule.init(json:)),
            needs: try json.list("needs", ComponentNeed.init(json:)),
            fingerprint: Fingerprint(try json.stringMap("fingerprint")),
            facts: try json.optional("facts", "an object") { $0.object } ?? [:])
        // Specs of before there was one.
        logLimit = Int64(try json.optionalInt("log_limit") ?? Int(LogRoom.standard))
        secrets = try json.strings("secrets")
        container = try json.optional("container", "a container", ContainerRule.init(json:))
        watch = try json.optional("watch", "a watch rule", WatchRule.init(json:))
    }
}

extension PortBinding {
    fileprivate var json: JSON { ["resource": .string(resource), "port": port.json] }

    fileprivate init(json: JSON) throws {
        self.init(
            resource: try json.requiredString("resource"), port: try json.requiredPort("port"))
    }
}

extension HealthCheck {
    fileprivate var json: JSON { ["probe": probe.json, "interval_ms": JSON(interval)] }

    fileprivate init(json: JSON) throws {
        self.init(
            probe: try json.required("probe", "a probe", Probe.init(json:)),
            interval: try json.requiredInt("interval_ms"))
    }
}

extension ComponentNeed {
    fileprivate var json: JSON { ["component": component.json, "restart": .bool(restarts)] }

    fileprivate init(json: JSON) throws {
        self.init(
            component: ComponentID(unchecked: try json.requiredString("component")),
            restarts: try json.optionalBool("restart") ?? false)
    }
}

extension StopRule {
    package var json: JSON {
        [
            "signal": .int(Int64(signal)), "timeout_ms": JSON(timeout),
            "command": command.map { JSON($0) } ?? .null,
        ]
    }

    package init(json: JSON) throws {
        self.init(
            signal: Int32(truncatingIfNeeded: try json.requiredInt("signal")),
            timeout: try json.requiredInt("timeout_ms"),
            command: try json.optional("command", "a list") { $0.array?.compactMap(\.string) })
    }
}

extension Fingerprint {
    package var json: JSON {
        .object(JSON.Object(parts.map { ($0.name, JSON.string($0.digest)) }))
    }
}
