package import Platform
package import RunState
import Truth
import Vocabulary

/// Reads the latest records of projects and asks `Truth` about all of them at once. Changes nothing.
package struct ProjectReading: Sendable {
    private let layout: StateLayout
    private let kernel: KernelInstance

    package init(layout: StateLayout, kernel: KernelInstance) {
        self.layout = layout
        self.kernel = kernel
    }

    /// The projects in the same order; one that can't be read has its `problem`, and never hides
    /// another.
    ///
    /// - Throws: where the kernel does not answer.
    package func read(_ projects: [Project]) throws -> [InspectedProject] {
        var result = projects.map(recorded)
        let known = result.indices.filter { result[$0].record != nil }
        let observed = try Truth(layout: layout, kernel: kernel)
            .observe(known.compactMap { result[$0].record })
        for (index, truth) in zip(known, observed) { result[index].inspected.observed = truth }
        return result.map(\.inspected)
    }

    private func recorded(
        _ project: Project
    ) -> (inspected: InspectedProject, record: RunRecord?) {
        do {
            let record = try RunRepository(layout).current(project.name, of: project.scope)
            return (InspectedProject(project), record)
        } catch {
            return (InspectedProject(project, problem: Failure(error)), nil)
        }
    }
}
