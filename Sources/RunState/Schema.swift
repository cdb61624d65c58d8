package import Vocabulary

/// Name and major version of an artifact, on the wire as `envctl.run_state/1`.
package struct Schema: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    package let major: Int

    package init(_ name: String, _ major: Int) {
        self.name = name
        self.major = major
    }

    /// Reads `envctl.run_state/1`; nil where it has another form.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let major = Int(parts[1]), major > 0 else {
            return nil
        }
        self.init(String(parts[0]), major)
    }

    package var description: String { "\(name)/\(major)" }
    package var json: JSON { .string(description) }

    package static let runState = Schema("envctl.run_state", 1)
    package static let runtimeMap = Schema("envctl.runtime_map", 1)
    package static let portsManifest = Schema("envctl.ports_manifest", 1)
    package static let errorReport = Schema("envctl.error_report", 1)
    package static let readinessReport = Schema("envctl.runtime_readiness_report", 1)
    package static let scope = Schema("envctl.scope", 1)
    package static let ports = Schema("envctl.ports", 1)
    package static let launch = Schema("envctl.launch", 1)
    package static let steps = Schema("envctl.steps", 1)
}
