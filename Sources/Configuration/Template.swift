/// Text with `${…}` in it, read once when the configuration is loaded and expanded at each start.
///
/// `$$` is a dollar sign; every other `$` (a shell's `$HOME`, `$(date)`) stays as it is.
package struct Template: Sendable, Equatable {
    package enum Part: Sendable, Equatable {
        case literal(String)
        /// With the place of its `$`.
        case reference(Reference, at: Origin)
    }

    /// As it was written.
    package let text: String
    package let parts: [Part]
    package let origin: Origin

    init(text: String, parts: [Part], origin: Origin) {
        self.text = text
        self.parts = parts
        self.origin = origin
    }

    /// Text that has nothing to expand, dollar signs included.
    package init(literal text: String, origin: Origin = .builtIn) {
        self.init(text: text, parts: text.isEmpty ? [] : [.literal(text)], origin: origin)
    }

    package var references: [Reference] {
        parts.compactMap { if case .reference(let reference, _) = $0 { reference } else { nil } }
    }

    /// The text with each reference replaced by what `resolve` answers.
    package func expand<Problem: Error>(
        _ resolve: (Reference) throws(Problem) -> String
    ) throws(Problem) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .literal(let text): result += text
            case .reference(let reference, _): result += try resolve(reference)
            }
        }
        return result
    }
}
