package import Platform
package import Vocabulary

/// What a command writes into a record that no supervisor owns any more, under the project's lock.
extension LaunchRecord {
    /// After what the open transaction had launched was stopped, with proof.
    package var undone: LaunchRecord {
        guard let transaction, transaction.state == .begun else { return self }
        var copy = self
        copy.transaction?.state = .aborted
        copy.transaction?.isAbandoned = true
        copy.components = components.map { launched in
            var launched = launched
            launched.incarnations = max(launched.incarnations, launched.planned?.number ?? 0)
            launched.planned = nil
            guard launched.current?.transaction == transaction.id else { return launched }
            launched.current = nil
            launched.desired = launched.former == nil ? .stopped : .running
            launched.spec = launched.former ?? launched.spec
            launched.former = nil
            return launched
        }
        return copy
    }

    /// What that transaction had put another in the place of, and is not running any more: it is
    /// still to run.
    package func replaced(on kernel: KernelInstance) -> [ComponentID] {
        guard let transaction, transaction.state == .begun else { return [] }
        return components.filter { launched in
            if launched.former != nil { return true }
            guard launched.planned != nil, launched.desired == .running,
                let current = launched.current, current.transaction != transaction.id
            else { return false }
            return current.leader(on: kernel) == nil
        }.map(\.component)
    }

    /// After the user had these components stopped, with proof.
    package func stopped(_ names: [ComponentID]) -> LaunchRecord {
        var copy = self
        copy.components = components.map { launched in
            guard names.contains(launched.component) else { return launched }
            var launched = launched
            launched.desired = .stopped
            launched.current = nil
            launched.planned = nil
            return launched
        }
        return copy
    }
}
