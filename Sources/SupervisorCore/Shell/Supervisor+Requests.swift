import Events
import Platform
import Supervision
import Vocabulary

/// The control protocol: messages in, answers out.
extension Supervisor {
    func take(_ message: JSON, from client: Int) {
        let token = RequestToken(client: client, request: message["id"]?.int ?? 0)
        let parameters = message["params"] ?? [:]
        do {
            let method = try message.requiredString("method")
            Recording.note(
                .request, ["method": .string(method), "client": JSON(client)])
            if let request = try Self.request(method, parameters) {
                feed(.request(token, request))
            } else if let value = try answer(method, parameters, token) {
                reply(token, .value(value))
            }
        } catch { reply(token, .failure(Failure(error))) }
    }

    /// What is the machine's business; nil is ours.
    private static func request(_ method: String, _ parameters: JSON) throws -> Request? {
        switch method {
        case "begin": .begin(try TransactionPlan(json: parameters))
        case "launch":
            .launch(try parameters.required("spec", "a launch spec", LaunchSpec.init(json:)))
        case "wait": .wait(try component(parameters))
        case "commit": .commit
        case "abort": .abort
        case "stop":
            .stop(
                try parameters.optional("components", "a list") { $0.array }?
                    .compactMap(\.string).map(ComponentID.init(unchecked:)))
        case "hasten": .hasten
        case "restart":
            .restart(
                try parameters.strings("components").map(ComponentID.init(unchecked:)),
                try parameters.list("specs", LaunchSpec.init(json:)))
        case "signal":
            .signal(
                try component(parameters),
                Int32(truncatingIfNeeded: try parameters.requiredInt("signal")))
        case "adjust":
            .adjust(try parameters.required("spec", "a launch spec", LaunchSpec.init(json:)))
        case "update" where parameters["component"]?.string != nil:
            .update(try component(parameters), parameters["facts"]?.object ?? [:])
        default: nil
        }
    }

    private static func component(_ parameters: JSON) throws -> ComponentID {
        ComponentID(unchecked: try parameters.requiredString("component"))
    }

    /// Answered at once; nil where the answer comes later.
    private func answer(
        _ method: String, _ parameters: JSON, _ token: RequestToken
    ) throws -> JSON? {
        switch method {
        case "hello": return try hello(parameters)
        case "ping": return [:]
        case "status": return status
        case "record":
            for event in try parameters.list("events", Event.init(json:)) { record(event) }
            return [:]
        case "update":
            try recorder.update(parameters["facts"]?.object ?? [:])
            markDirty()
            return [:]
        case "look":
            logs.lookAtAll()
            return [:]
        case "clear_logs":
            return try clearLogs(
                of: parameters.strings("components").map(ComponentID.init(unchecked:)))
        case "subscribe":
            subscribers[token] = max(0, (try parameters.requiredInt("from")) - 1)
            tellSubscribers()
            return nil
        case "reexec":
            try askReexecution(parameters, token)
            return nil
        case "adopt":
            throw Failure(
                "supervisor.unsupported",
                "'\(method)' is not supported by protocol \(SupervisorHello.currentProtocol)")
        default:
            throw Failure("supervisor.unknown_method", "there is no method '\(method)'")
        }
    }

    private func hello(_ parameters: JSON) throws -> JSON {
        SupervisorHello(
            protocolVersion: try SupervisorHello.agreed(on: parameters),
            version: ProductVersion.current, pid: own.pid, run: start.run,
            isEnding: machine.isEnding
        ).json
    }

    private var status: JSON {
        [
            "run_id": start.run.json, "project": start.project.json, "pid": JSON(Int(own.pid)),
            "identity": own.json, "socket": .string(start.socket),
            "version": .string(ProductVersion.current), "memory_kib": JSON(Self.memory),
            "transaction": machine.transaction?.json ?? .null,
            "ending": .bool(machine.isEnding), "anomalies": JSON(machine.anomalies),
            "components": .array(
                machine.order.compactMap { machine.components[$0] }.map(Self.status)),
        ]
    }

    private static func status(of state: ComponentState) -> JSON {
        [
            "component": state.id.json, "desired": .string(state.desired.rawValue),
            "status": .string(state.status.rawValue), "reason": JSON(state.reason),
            "incarnation": JSON(state.current?.id.number),
            "identity": state.current?.identity?.json ?? .null,
            "restarts": JSON(state.restarts), "exit": state.exit?.json ?? .null,
            "ready_ms": JSON(state.readyMilliseconds),
        ]
    }

    /// Proportional memory in KiB; nil where the kernel does not tell.
    private static var memory: Int? {
        // Only for show.
        guard let text = try? FileSystem.readText("/proc/self/smaps_rollup") else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("Pss:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    func reply(_ token: RequestToken, _ answer: Answer) {
        let message =
            switch answer {
            case .value(let value): Message.result(id: token.request, value)
            case .failure(let failure): Message.error(id: token.request, failure)
            case .report(let report): Message.result(id: token.request, filled(report).json)
            case .reports(let reports):
                Message.result(
                    id: token.request,
                    ["components": .array(reports.map { filled($0).json })])
            }
        server.send(message, to: token.client)
    }

    /// Hands on what was recorded since each subscriber's cursor.
    func tellSubscribers() {
        for (token, cursor) in subscribers {
            let lines = recorder.lines(after: cursor)
            subscribers[token] = lines.last?["seq"]?.int ?? cursor
            for line in lines {
                server.send(Message.notice(id: token.request, line), to: token.client)
            }
        }
    }

    func clientGone(_ client: Int) {
        if reexecution?.token.client == client { reexecution = nil }
        for token in subscribers.keys where token.client == client { subscribers[token] = nil }
        feed(.clientGone(client))
    }
}
