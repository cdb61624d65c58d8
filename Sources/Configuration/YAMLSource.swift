/// Which file a YAML text is, for the origins of its nodes.
struct YAMLSource: Sendable {
    var layer: Origin.Layer
    /// The file as it is shown.
    var name: String
    /// Set where the text is the value of a variable: then every node stands there.
    var fixed: Origin?

    init(layer: Origin.Layer, name: String) {
        self.layer = layer
        self.name = name
    }

    init(fixed origin: Origin) {
        self.layer = origin.layer
        self.name = origin.source
        self.fixed = origin
    }

    func origin(_ mark: YAMLEvent.Mark?) -> Origin {
        fixed ?? Origin(layer: layer, source: name, line: mark?.line, column: mark?.column)
    }
}

/// A YAML text that can't be read on from some place.
struct YAMLError: Error, Equatable {
    var finding: Finding

    init(_ message: String, at origin: Origin) {
        finding = Finding(message, at: origin, kind: .syntax)
    }
}
