package import Vocabulary

/// What to execute.
package enum Command: Sendable, Equatable {
    /// Runs under `/bin/sh -c`.
    case shell(Template)
    /// Executed as it is; never empty.
    case arguments([Template])

    package var templates: [Template] {
        switch self {
        case .shell(let template): [template]
        case .arguments(let templates): templates
        }
    }

    /// As it was written, nothing expanded: a string or a list of strings.
    package var json: JSON {
        switch self {
        case .shell(let template): .string(template.text)
        case .arguments(let templates): JSON(templates.map(\.text))
        }
    }
}
