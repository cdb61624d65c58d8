package import Platform
package import RunState
import Vocabulary

/// The one function that says what is true: records compared with the kernel. Every command asks
/// it, and it changes nothing.
package struct Truth: Sendable {
    private let layout: StateLayout
    private let kernel: KernelInstance

    package init(layout: StateLayout, kernel: KernelInstance) {
        self.layout = layout
        self.kernel = kernel
    }

    /// What is true of the projects of these records (the latest run of each), in the same order.
    ///
    /// The kernel's listeners are dumped once. A record that a living supervisor has written anew
    /// in the meantime is read again, so that a change in progress is not told as a loss.
    package func observe(_ records: [RunRecord]) throws -> [ObservedProject] {
        let first = try Recording.span(.truth, ["records": JSON(records.count)]) {
            try compare(records)
        }
        let doubtful = first.indices.filter { first[$0].contradictsLivingSupervisor }
        guard !doubtful.isEmpty else { return first }
        var result = first
        let repository = RunRepository(layout)
        for index in doubtful {
            let old = records[index]
            // What can't be read now was read before: that stays the answer.
            let new = try? repository.record(old.run, of: old.scope)
            guard let new, new != old else { continue }
            result[index] = try compare([new])[0]
        }
        return result
    }

    private func compare(_ records: [RunRecord]) throws -> [ObservedProject] {
        guard !records.isEmpty else { return [] }
        // Locks before the dump: what a supervisor did before it went is then seen.
        let locks = try records.map { try FileLock.isHeld(project($0).supervisorLock) }
        let view = try SystemView(kernel: kernel)
        return zip(records, locks).map { record, isHeld in
            let comparison = Comparison(record, supervisorLives: isHeld, view: view)
            let transaction = latestTransaction(of: record)
            return ObservedProject(
                record: record, supervisor: comparison.supervisor,
                components: record.components.map(comparison.observe),
                // `begun` where `committed` should be.
                interruptedStart: !isHeld && transaction?["state"]?.string == "begun",
                undoneStart: transaction?["abandoned"]?.bool ?? false)
        }
    }

    private func project(_ record: RunRecord) -> ProjectLayout {
        layout.scope(record.scope).project(record.project)
    }

    private func latestTransaction(of record: RunRecord) -> JSON? {
        let path = layout.scope(record.scope).run(record.run).launch
        // Missing or damaged: nothing is known to have begun, and its readers report the damage.
        guard let bytes = try? FileSystem.read(path), let launch = try? JSON.parse(bytes) else {
            return nil
        }
        return launch["transaction"]
    }
}

extension ObservedProject {
    /// The supervisor lives and its record says another thing than the kernel.
    fileprivate var contradictsLivingSupervisor: Bool {
        supervisor == .running
            && components.contains { $0.isObserved && $0.status != $0.record.status }
    }
}
