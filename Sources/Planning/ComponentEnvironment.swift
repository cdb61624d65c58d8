package import Configuration
import Requirements
package import RunState
package import Vocabulary

/// The environment of a service or a step, and of `env` and `exec`: one function for all four.
package struct ComponentEnvironment: Sendable {
    /// All variables.
    package var variables: [String: String]
    /// The names whose values were declared, by whom: `env.API_URL`, `projection.PGHOST`, `caller.PATH`.
    package var declared: [(part: String, value: String)]

    /// Later wins: the caller's, `env_file`, projections, ports and names of ours, the component's own.
    ///
    /// - Parameters:
    ///   - component: nil for the project as a whole (`env`, `exec`).
    ///   - files: the variables of its `env_file` entries.
    ///   - own: the component's own `env`.
    package init(
        _ component: ComponentID?, files: [(name: String, value: String)] = [],
        own: [EnvironmentEntry], of project: Project, run: RunID?,
        caller: CallerEnvironment, values: ReferenceValues
    ) throws(Failure) {
        variables = caller.passed
        declared = []
        for (name, value) in files {
            variables[name] = value
            declared.append((part: "env_file.\(name)", value: value))
        }
        var projected: [String] = []
        for (_, projection) in values.projections.sorted(by: { $0.key < $1.key }) {
            for pair in projection.environment {
                variables[pair.name] = pair.value
                declared.append((part: "projection.\(pair.name)", value: pair.value))
                projected.append(pair.name)
            }
        }
        addOurs(component, of: project, run: run, values: values, projected: projected)
        for entry in own {
            let value = try values.expand(entry.value, for: component)
            variables[entry.name] = value
            declared.append((part: "env.\(entry.name)", value: value))
        }
        declare(caller)
    }

    /// What the caller gave and nothing replaced.
    private mutating func declare(_ caller: CallerEnvironment) {
        let replaced = Set(declared.map { $0.part.drop { $0 != "." }.dropFirst() })
        for (name, value) in caller.passed
        where CallerEnvironment.isDeclaredByCaller(name) && !replaced.contains(name[...]) {
            declared.append((part: "caller.\(name)", value: value))
        }
    }

    private mutating func addOurs(
        _ component: ComponentID?, of project: Project, run: RunID?, values: ReferenceValues,
        projected: [String]
    ) {
        for (resource, port) in component.flatMap({ values.ports[$0] }) ?? [:] {
            variables[Self.portVariable(resource)] = port.description
        }
        variables["ENVCTL_SCOPE"] = project.scope.rawValue
        variables["ENVCTL_PROJECT"] = project.name.rawValue
        variables["ENVCTL_RUN"] = run?.rawValue
        variables["ENVCTL_COMPONENT"] = component?.rawValue
        let names = projected.isEmpty ? nil : Set(projected).sorted().joined(separator: ":")
        variables[CallerEnvironment.projectedNames] = names
    }

    /// `PORT`, or `PORT_ADMIN` for the port named `admin`.
    static func portVariable(_ resource: String) -> String {
        if resource == "main" { return "PORT" }
        return "PORT_" + String(resource.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// `NAME=value`, sorted by name.
    package var pairs: [String] { variables.map { "\($0.key)=\($0.value)" }.sorted() }
}
