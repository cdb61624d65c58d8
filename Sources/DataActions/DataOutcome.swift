package import Requirements
package import RunState
package import Vocabulary

/// What a data command did in one project.
package struct DataOutcome: Sendable {
    package var project: Project
    package var components: [Row] = []

    /// Of one component.
    package struct Row: Sendable {
        package var component: ComponentID
        package var ending: Ending
        /// Whether what was copied ran; nil where nothing was.
        package var sourceRan: Bool?
        package var snapshot: Snapshot?
    }

    package enum Ending: Sendable {
        case done
        /// There was nothing to do.
        case nothing
        /// Nobody named it, and it can't be done with it: why.
        case skipped(Failure)
        case failed(Failure)
    }

    /// Nothing could be done at all: then that is no success.
    var failedWhereAllSkipped: DataOutcome {
        var copy = self
        for (index, row) in components.enumerated() {
            guard case .skipped(let failure) = row.ending else { return self }
            copy.components[index].ending = .failed(failure)
        }
        return copy
    }

    package var failures: [Failure] {
        components.compactMap { row in
            if case .failed(let failure) = row.ending { failure } else { nil }
        }
    }
}
