import Synchronization

/// What this process knows to be secret: every value that it generated or read as one.
///
/// Filled as files are read, by whoever reads them; asked whenever a text leaves. Holds values in
/// memory only.
package final class SecretRegistry: Sendable {
    private struct State {
        var values: Set<String> = []
        /// Made when a text leaves, and anew after a value was added.
        var index: SecretIndex?
    }

    private let state = Mutex(State())
    private let person: Person?

    /// - Parameter person: whose machine it is.
    package init(person: Person? = nil) { self.person = person }

    /// Adds a value that is known to be a secret.
    package func add(_ value: String) { add([value]) }

    package func add(_ values: some Sequence<String>) {
        state.withLock { state in
            for value in values where state.values.insert(value).inserted { state.index = nil }
        }
    }

    /// Adds a value where its name or its form says that it is a secret.
    package func add(_ name: String, _ value: String) { add(SecretForm.secrets(name, value)) }

    package func add(variables: some Sequence<(key: String, value: String)>) {
        add(variables.flatMap { SecretForm.secrets($0.key, $0.value) })
    }

    /// For what stays on this machine: error texts, answers, records.
    package var redactor: Redactor { Redactor(index: index, person: nil) }

    /// For what may be handed on: events, recorder sessions, bundles, crash reports.
    package var outwardRedactor: Redactor { Redactor(index: index, person: person) }

    /// All of them, for one who must know them too and keeps them in a private file.
    package var values: [String] { state.withLock { $0.values.sorted() } }

    private var index: SecretIndex {
        state.withLock { state in
            if let index = state.index { return index }
            let index = SecretIndex(state.values)
            state.index = index
            return index
        }
    }
}
