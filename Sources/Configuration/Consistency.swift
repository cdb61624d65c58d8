import Glibc
import Vocabulary

/// What no single key shows: names that clash, needs that lead nowhere or in a circle, probes of ports
/// that are not there.
struct Consistency {
    private let configuration: ProjectConfiguration
    private let schema: ConfigurationSchema
    private let kinds: [String: String]
    private(set) var findings: [Finding] = []
    private(set) var warnings: [Finding] = []

    init(_ configuration: ProjectConfiguration, schema: ConfigurationSchema) {
        self.configuration = configuration
        self.schema = schema
        let names =
            configuration.steps.map { ($0.id, "step") }
            + configuration.services.map { ($0.id.rawValue, "service") }
            + configuration.requirements.map { ($0.id.rawValue, "requirement") }
        kinds = Dictionary(names) { $1 }
    }

    mutating func check() {
        checkNames()
        checkNeeds()
        findings += NeedGraph(configuration).cycles
        for service in configuration.services {
            checkProbes(of: service)
            checkPorts(of: service)
        }
        for requirement in configuration.requirements { check(requirement) }
        checkPorts()
    }

    private mutating func report(
        _ message: String, at origin: Origin, expected: String? = nil, near: String? = nil
    ) {
        findings.append(Finding(message, at: origin, expected: expected, suggestion: near))
    }

    private mutating func checkNames() {
        var seen: [String: String] = [:]
        let all =
            configuration.requirements.map { ($0.id.rawValue, "requirement", $0.origin) }
            + configuration.services.map { ($0.id.rawValue, "service", $0.origin) }
            + configuration.steps.map { ($0.id, "step", $0.origin) }
        for (name, kind, origin) in all {
            if let other = seen[name] {
                report("the \(kind) '\(name)' has the name of a \(other)", at: origin)
            }
            seen[name] = kind
        }
    }

    private mutating func checkNeeds() {
        for requirement in configuration.requirements {
            checkNeeds(requirement.needs, of: "requirement '\(requirement.id)'", steps: false)
        }
        for service in configuration.services {
            checkNeeds(service.needs, of: "service '\(service.id)'", steps: false)
        }
        for step in configuration.steps {
            checkNeeds(step.needs, of: "step '\(step.id)'", steps: true)
            for target in step.before { checkBefore(target, of: step) }
        }
    }

    private mutating func checkNeeds(_ needs: [NeedConfiguration], of owner: String, steps: Bool) {
        let known = kinds.filter { steps || $0.value != "step" }.keys.sorted()
        for need in needs where !known.contains(need.name.rawValue) {
            let isStep = kinds[need.name.rawValue] == "step"
            let near = isStep ? nil : suggestion(for: need.name.rawValue, among: known)
            let what = isStep ? "a step ('before' in it does that)" : "no component"
            report(
                "\(owner) needs '\(need.name)', which is \(what)", at: need.origin,
                expected: near == nil && !isStep ? Self.list(known) : nil, near: near)
        }
    }

    private mutating func checkBefore(_ target: NeedConfiguration, of step: StepConfiguration) {
        let services = configuration.services.map(\.id.rawValue)
        guard !services.contains(target.name.rawValue) else { return }
        let near = suggestion(for: target.name.rawValue, among: services)
        report(
            "step '\(step.id)' is before '\(target.name)', which is no service", at: target.origin,
            expected: near == nil ? Self.list(services) : nil, near: near)
    }

    private static func list(_ names: [String]) -> String? {
        names.isEmpty ? nil : "one of " + names.joined(separator: ", ")
    }
}

// MARK: - Probes, ports and backends

extension Consistency {
    private mutating func checkProbes(of service: ServiceConfiguration) {
        for probe in [service.ready, service.health].compactMap({ $0 }) {
            check(probe, of: service)
            checkTimes(of: probe, service)
        }
    }

    private mutating func check(_ probe: ProbeConfiguration, of service: ServiceConfiguration) {
        switch probe.kind {
        case .tcp(nil), .exchange(nil, _, _): checkPort(probe, service)
        case .http(let http):
            if http.port == nil { checkPort(probe, service) }
            if !http.path.hasPrefix("/") {
                report(
                    "the http probe of service '\(service.id)' has the path '\(http.path)'",
                    at: probe.origin, expected: "a path that begins with '/'")
            }
        case .log(let pattern): check(pattern: pattern, probe, service)
        case .all(let probes), .any(let probes):
            if probes.isEmpty {
                report("a probe of service '\(service.id)' is a list of none", at: probe.origin)
            }
            for probe in probes { check(probe, of: service) }
        default: break
        }
    }

    /// Nothing is ready in no time, and to ask without a pause is to do nothing else.
    private mutating func checkTimes(of probe: ProbeConfiguration, _ service: ServiceConfiguration)
    {
        for (key, time) in [
            ("timeout", probe.timeoutMilliseconds), ("interval", probe.intervalMilliseconds),
        ] where time == 0 {
            report(
                "the '\(key)' of a probe of service '\(service.id)' is no time at all",
                at: probe.origin, expected: "at least 1ms")
        }
    }

    private mutating func checkPort(_ probe: ProbeConfiguration, _ service: ServiceConfiguration) {
        guard service.port == nil else { return }
        report(
            "a probe asks for the port of service '\(service.id)', which has none", at: probe.origin
        )
    }

    private mutating func check(
        pattern: String, _ probe: ProbeConfiguration, _ service: ServiceConfiguration
    ) {
        var compiled = regex_t()
        let code = regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB)
        guard code != 0 else { return regfree(&compiled) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let length = buffer.withUnsafeMutableBytes { raw in
            regerror(
                code, &compiled, raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count)
        }
        let reason = String(decoding: buffer[..<max(0, min(length, 128) - 1)], as: UTF8.self)
        report(
            "the log pattern of service '\(service.id)' is no regular expression (\(reason))",
            at: probe.origin)
    }

    private mutating func check(_ requirement: RequirementConfiguration) {
        let name = "requirement '\(requirement.id)'"
        if let url = requirement.url, requirement.backend != .external {
            let word = requirement.backend.rawValue
            report(
                "\(name) has a 'url' and the backend '\(word)'", at: url.origin,
                expected: "external")
        }
        if requirement.url == nil, requirement.backend == .external {
            report("\(name) is external and has no 'url'", at: requirement.origin)
        }
        checkBackend(of: requirement)
        checkPorts(of: requirement)
        checkRenames(of: requirement, name)
    }

    private mutating func checkRenames(of requirement: RequirementConfiguration, _ name: String) {
        let known = schema.requirement(requirement.kind)?.variables ?? []
        for variable in requirement.environmentRenames.keys.sorted()
        where !known.isEmpty && !known.contains(variable) {
            let near = suggestion(for: variable, among: known)
            report(
                "\(name) projects no '\(variable)'", at: requirement.origin,
                expected: near == nil ? Self.list(known) : nil, near: near)
        }
        for (variable, word) in requirement.environmentRenames.sorted(by: { $0.key < $1.key })
        where !VariableName.isForShells(word) {
            report(
                "\(name) projects '\(variable)' as '\(word)', which is no name of a variable",
                at: requirement.origin,
                expected: "letters, digits and '_', beginning with no digit")
        }
    }

    /// The records call the one at `port` so: of two with one name only one would be the service's.
    private mutating func checkPorts(of service: ServiceConfiguration) {
        guard service.namedPorts["main"] != nil else { return }
        report(
            "service '\(service.id)' has a port 'main' in 'ports', which is the name of its 'port'",
            at: service.origin, expected: "the number at 'port', or another name")
    }

    private mutating func checkBackend(of requirement: RequirementConfiguration) {
        guard let kind = schema.requirement(requirement.kind),
            !kind.backends.contains(requirement.backend)
        else { return }
        report(
            "requirement '\(requirement.id)' can't have the backend "
                + "'\(requirement.backend.rawValue)': \(kind.title) does not run that way",
            at: requirement.origin, expected: Self.list(kind.backends.map(\.rawValue)))
    }

    private mutating func checkPorts(of requirement: RequirementConfiguration) {
        let known = schema.requirement(requirement.kind)?.namedPorts.keys.sorted() ?? []
        for port in requirement.namedPorts.keys.sorted() where !known.contains(port) {
            let near = suggestion(for: port, among: known)
            let most = known.isEmpty ? "no further port" : Self.list(known)
            report(
                "requirement '\(requirement.id)' has no port '\(port)'", at: requirement.origin,
                expected: near == nil ? most : nil, near: near)
        }
    }

    private mutating func checkPorts() {
        var owners: [Int: String] = [:]
        for service in configuration.services {
            let ports = [service.port].compactMap { $0 } + service.namedPorts.values.sorted()
            for port in ports {
                if let other = owners[port] {
                    let message = "service '\(service.id)' asks for port \(port) as '\(other)' does"
                    warnings.append(
                        Finding(message + "; it will get another one", at: service.origin))
                }
                owners[port] = service.id.rawValue
            }
        }
    }
}
