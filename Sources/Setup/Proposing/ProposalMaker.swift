import Vocabulary

/// Makes one proposal of what the detectors saw: which source counts where several tell of one thing.
struct ProposalMaker {
    private let found: Discovery
    private(set) var proposal = ConfigurationProposal()

    init(_ found: Discovery) {
        self.found = found
        proposal.notes = found.notes
        proposal.requirements = Self.requirements(found)
        proposal.services = services()
        name()
        givePorts()
        for index in proposal.services.indices { giveVariables(to: index) }
        noteVariables()
        proposal.steps = steps()
    }

    // MARK: requirements

    private static func requirements(_ found: Discovery) -> [ProposedRequirement] {
        var result: [ProposedRequirement] = []
        func add(_ other: ProposedRequirement) {
            guard let index = result.firstIndex(where: { $0.kind == other.kind }) else {
                return result.append(other)
            }
            let known = result[index].settings.map(\.key)
            result[index].settings += other.settings.filter { !known.contains($0.key) }
            result[index].port = result[index].port ?? other.port
            result[index].sources += other.sources.filter { !result[index].sources.contains($0) }
        }
        found.requirements.forEach(add)
        for variable in found.variables {
            guard let kind = VariableMeaning.impliedKind(variable.name, variable.value) else {
                continue
            }
            let source = "\(variable.source): \(variable.name)"
            if !result.contains(where: { $0.kind == kind }) {
                add(ProposedRequirement(kind, from: source))
            }
        }
        return result
    }

    // MARK: services

    /// Of each folder those that the best source names; a Procfile at the top tells of all folders.
    private mutating func services() -> [ProposedService] {
        let all = found.services
        let isDeclared = all.contains { $0.rank == .declared && $0.directory == "." }
        return all.filter { service in
            let best = all.filter { $0.directory == service.directory }.map(\.rank).max()
            let counts = isDeclared ? service.rank == .declared : service.rank == best
            if !counts, service.rank > .container {
                proposal.notes.append(
                    ProposalNote(
                        subject: service.source, reason: "another source names what runs there"))
            }
            return counts
        }.map(prefixed)
    }

    /// Commands that were written for an active virtual environment.
    private func prefixed(_ service: ProposedService) -> ProposedService {
        let programs = [
            "python", "python3", "gunicorn", "uvicorn", "celery", "flask", "daphne", "hypercorn",
        ]
        var service = service
        let program = service.command.split(separator: " ").first.map(String.init) ?? ""
        if service.rank == .declared || service.rank == .container, programs.contains(program),
            let prefix = found.prefixes[service.directory]
        {
            service.command = prefix + service.command
        }
        return service
    }

    /// Each name once, and none of a requirement.
    private mutating func name() {
        var taken = Set(proposal.requirements.map(\.kind))
        for index in proposal.services.indices {
            let name = proposal.services[index].name
            var candidate = name
            var number = 2
            while taken.contains(candidate) {
                candidate = "\(name.prefix(36))-\(number)"
                number += 1
            }
            taken.insert(candidate)
            proposal.services[index].name = candidate
        }
    }

    // MARK: ports

    /// A service without a port gets what a compose file or an example of `.env` knows of its folder;
    /// no port is given twice.
    private mutating func givePorts() {
        for place in Set(proposal.services.map(\.directory)) {
            let indices = proposal.services.indices.filter {
                proposal.services[$0].directory == place
            }
            guard indices.allSatisfy({ proposal.services[$0].port == nil }) else { continue }
            let known = found.ports[place] ?? variablePort(of: place)
            if let first = indices.first { proposal.services[first].port = known }
        }
        var taken = Set(proposal.requirements.compactMap(\.port))
        for index in proposal.services.indices {
            guard var port = proposal.services[index].port else { continue }
            while taken.contains(port), port < 65_535 { port += 1 }
            taken.insert(port)
            proposal.services[index].port = port
        }
    }

    private func variablePort(of place: String) -> Int? {
        for variable in found.variables where variable.folder == place {
            if case .ownPort(let port) = VariableMeaning(variable.name, variable.value),
                (1...65_535).contains(port)
            {
                return port
            }
        }
        return nil
    }

    // MARK: variables

    private mutating func giveVariables(to index: Int) {
        let place = proposal.services[index].directory
        let kinds = Set(proposal.requirements.map(\.kind))
        for variable in found.variables where variable.folder == place || variable.folder == "." {
            guard
                case .reference(let kind, let text) = VariableMeaning(variable.name, variable.value),
                kinds.contains(kind),
                !proposal.services[index].environment.contains(where: { $0.name == variable.name })
            else { continue }
            proposal.services[index].environment.append((variable.name, text))
        }
        proposal.services[index].readsEnvironmentFile = found.environmentFolders.contains(place)
    }

    /// What an example of `.env` names and no requirement gives.
    private mutating func noteVariables() {
        let kinds = Set(proposal.requirements.map(\.kind))
        for place in found.environmentFolders.sorted() {
            let own = found.variables.filter {
                $0.folder == place && found.environmentFolders.contains($0.folder)
                    && $0.source.contains("env")
            }
            let unknown = own.filter { variable in
                switch VariableMeaning(variable.name, variable.value) {
                case .projected(let kind), .reference(let kind, _): !kinds.contains(kind)
                case .ownPort: false
                case .unknown: true
                }
            }
            guard let source = unknown.first?.source else { continue }
            let names = unknown.filter { $0.source == source }.map(\.name)
            let rest = names.count > 8 ? " and \(names.count - 8) more" : ""
            proposal.notes.append(
                ProposalNote(
                    subject: source,
                    reason: "give these in .env, which is read where it is there: "
                        + names.prefix(8).joined(separator: ", ") + rest))
        }
    }

    // MARK: steps

    private func steps() -> [ProposedStep] {
        let used = found.steps.filter { step in
            proposal.services.contains { Self.isBefore(step, $0) }
        }
        var seen: Set<String> = []
        return used.filter { seen.insert($0.name).inserted }
    }

    /// What is done at the top is done for all folders.
    static func isBefore(_ step: ProposedStep, _ service: ProposedService) -> Bool {
        let isNear = step.directory == "." || step.directory == service.directory
        return isNear
            && (step.usedBy.isEmpty || step.usedBy.contains { service.command.contains($0) })
    }
}
