package import Vocabulary

/// A text without what is secret, and how often what was taken out.
package struct Redaction: Sendable, Equatable {
    package var text: String
    package var counts: RedactionCounts
}

/// How often what was taken out.
package struct RedactionCounts: Sendable, Equatable {
    package private(set) var byKind: [RedactionKind: Int] = [:]

    package init(_ byKind: [RedactionKind: Int] = [:]) { self.byKind = byKind }

    package var total: Int { byKind.values.reduce(0, +) }

    package mutating func add(_ kind: RedactionKind) { byKind[kind, default: 0] += 1 }

    package mutating func add(_ others: RedactionCounts) {
        byKind.merge(others.byKind, uniquingKeysWith: +)
    }

    /// `{"jwt": 2}`, in the order of their names.
    package var json: JSON {
        .object(
            JSON.Object(
                byKind.map { ($0.key.rawValue, JSON($0.value)) }.sorted { $0.0 < $1.0 }))
    }
}
