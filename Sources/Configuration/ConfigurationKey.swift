import Vocabulary

/// One key of the configuration, in both of its forms.
package struct ConfigurationKey: Sendable, Equatable {
    /// Levels joined by dots: `services.api.port`.
    package let path: String
    /// As it stands in `.envctl`: `ENVCTL_SERVICES__API__PORT`.
    package let variable: String

    /// - Throws: `config.unknown_key` with the nearest key.
    init(named name: String, by resolver: VariableResolver) throws(Failure) {
        let levels = Self.levels(of: name)
        let variable = levels.map(VariableName.of) ?? Self.prefixed(name)
        do throws(VariableResolver.Problem) {
            let target = try resolver.resolve(variable, suggesting: false)
            // `a_b` and `a-b` are one name as a variable; only one of them is meant by it.
            if let levels, VariableName.of(target.path) == variable, target.path != levels {
                throw .unknown(suggestion: target.path.joined(separator: "."))
            }
            path = target.path.joined(separator: ".")
            self.variable = VariableName.of(target.path)
        } catch {
            throw Self.failure(name, error, resolver)
        }
    }

    /// The levels of a path; nil for the name of a variable, which is all capitals.
    private static func levels(of name: String) -> [String]? {
        let isVariable = name.unicodeScalars.allSatisfy {
            $0 == "_" || $0.isASCIIDigit || ("A"..."Z").contains($0)
        }
        guard !isVariable else { return nil }
        return name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    private static func prefixed(_ name: String) -> String {
        name.hasPrefix(VariableName.prefix) ? name : VariableName.prefix + name
    }

    private static func failure(
        _ name: String, _ problem: VariableResolver.Problem, _ resolver: VariableResolver
    ) -> Failure {
        switch problem {
        case .unknown(let found):
            let paths = resolver.knownPaths.map { $0.joined(separator: ".") }
            let near =
                found
                ?? (levels(of: name) == nil
                    ? resolver.nearest(to: prefixed(name)) : suggestion(for: name, among: paths))
            return Failure(
                "config.unknown_key", "the configuration has no key '\(name)'",
                hint: near.map { "did you mean '\($0)'?" }
                    ?? "docs/configuration.md lists all keys",
                details: ["suggestion": JSON(near)])
        case .ambiguous(let names):
            return Failure(
                "config.unknown_key", "'\(name)' may mean several keys",
                because: names.map { "there is '\($0)'" },
                hint: "set it in envctl.yaml, where both have their own names")
        }
    }
}
