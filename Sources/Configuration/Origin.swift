package import Vocabulary

/// Where a value was set: a layer, and the place in it.
package struct Origin: Sendable, Equatable {
    /// The layers, lowest first.
    package enum Layer: String, Sendable, CaseIterable, Comparable {
        case builtIn = "default"
        case system
        case user
        case project
        case checkout
        case environment
        case assignment
        case commandLine = "command_line"

        package static func < (left: Layer, right: Layer) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package var layer: Layer
    /// The file as it is shown, the variable's name, or the flag; empty for a default.
    package var source: String
    /// 1-based; nil where the source is no file.
    package var line: Int?
    /// 1-based, in characters (Unicode scalars).
    package var column: Int?

    package init(layer: Layer, source: String, line: Int? = nil, column: Int? = nil) {
        self.layer = layer
        self.source = source
        self.line = line
        self.column = column
    }

    package static let builtIn = Origin(layer: .builtIn, source: "")

    package var json: JSON {
        [
            "layer": .string(layer.rawValue), "source": .string(source), "line": JSON(line),
            "column": JSON(column), "text": .string(description),
        ]
    }
}

extension Origin: CustomStringConvertible {
    /// `envctl.yaml:14:5`, `.envctl:3`, `environment ENVCTL_JOBS`, `default`.
    package var description: String {
        switch layer {
        case .builtIn: "default"
        case .environment: "environment " + source
        case .assignment: "assignment " + source
        case .commandLine: "command line " + source
        case .system, .user, .project, .checkout:
            ([source] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
        }
    }
}
