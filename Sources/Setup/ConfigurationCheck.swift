package import Configuration
package import Vocabulary

/// The outcome of checking one project's configuration.
package enum ConfigurationCheck: Sendable {
    /// Nothing configures the project.
    case absent
    case valid(ProjectConfiguration)
    /// With every finding.
    case invalid(Failure)

    /// - Parameter load: throws `config.invalid` for mistakes; any other error goes on.
    package init(_ load: () throws -> ProjectConfiguration?) throws {
        do { self = try load().map(Self.valid) ?? .absent } catch let failure as Failure {
            guard failure.code == "config.invalid" else { throw failure }
            self = .invalid(failure)
        }
    }

    package var isValid: Bool { if case .invalid = self { false } else { true } }

    /// One line for each mistake, or for what is worth telling.
    package var lines: [String] {
        switch self {
        case .absent: []
        case .valid(let configuration): configuration.warnings.map { "\($0)" }
        case .invalid(let failure): failure.causes
        }
    }

    /// The members that an answer has of it.
    package var members: JSON.Object {
        switch self {
        case .absent:
            ["configured": false, "valid": true, "file": .null, "findings": [], "warnings": []]
        case .valid(let configuration):
            [
                "configured": true, "valid": true, "file": JSON(configuration.file),
                "findings": [], "warnings": .array(configuration.warnings.map(\.json)),
            ]
        case .invalid(let failure):
            [
                "configured": true, "valid": false, "file": .null,
                "findings": failure.details["findings"] ?? [], "warnings": [],
            ]
        }
    }
}
