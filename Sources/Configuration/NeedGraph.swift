import Vocabulary

/// Who waits for whom: components for what they need and for the steps before them.
struct NeedGraph {
    private struct Edge {
        var target: String
        var origin: Origin
    }

    private var names: [String] = []
    private var edges: [String: [Edge]] = [:]

    init(_ configuration: ProjectConfiguration) {
        for requirement in configuration.requirements {
            add(requirement.id.rawValue, requirement.needs)
        }
        for service in configuration.services { add(service.id.rawValue, service.needs) }
        for step in configuration.steps {
            add(step.id, step.needs)
            for target in step.before {
                edges[target.name.rawValue, default: []].append(
                    Edge(target: step.id, origin: target.origin))
            }
        }
    }

    private mutating func add(_ name: String, _ needs: [NeedConfiguration]) {
        names.append(name)
        edges[name, default: []] += needs.map { Edge(target: $0.name.rawValue, origin: $0.origin) }
    }

    /// One finding for each circle, printed as its path: `a → b → a`.
    var cycles: [Finding] {
        var findings: [Finding] = []
        var done: Set<String> = []
        for name in names { search(name, [], &done, &findings) }
        return findings
    }

    private func search(
        _ name: String, _ path: [String], _ done: inout Set<String>, _ findings: inout [Finding]
    ) {
        guard !done.contains(name) else { return }
        let here = path + [name]
        for edge in edges[name] ?? [] {
            if let start = here.firstIndex(of: edge.target) {
                let circle = here[start...] + [edge.target]
                findings.append(
                    Finding(
                        "a circle of needs: " + circle.joined(separator: " → "), at: edge.origin,
                        kind: .cycle))
            } else {
                search(edge.target, here, &done, &findings)
            }
        }
        done.insert(name)
    }
}
