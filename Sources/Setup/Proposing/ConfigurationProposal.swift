package import Vocabulary

/// What an `envctl.yaml` for a repository could say.
package struct ConfigurationProposal: Sendable, Equatable {
    package var requirements: [ProposedRequirement] = []
    package var services: [ProposedService] = []
    package var steps: [ProposedStep] = []
    /// What could not be carried over.
    package var notes: [ProposalNote] = []

    /// Whether nothing was recognised.
    package var isEmpty: Bool { requirements.isEmpty && services.isEmpty }

    /// Looks at a repository's folder; reads, starts nothing.
    package init(lookingAt folder: String) {
        let detectors: [any Detector] = [
            ComposeDetector(), ProcfileDetector(), DjangoDetector(), NodeDetector(),
            PythonDetector(), SwiftDetector(), GoDetector(), CargoDetector(),
            EnvironmentExampleDetector(),
        ]
        var found = Discovery()
        for place in RepositoryFolder.all(below: folder) {
            for detector in detectors { found.add(detector.look(at: place)) }
        }
        self = ProposalMaker(found).proposal
    }

    init() {}

    package var members: JSON.Object {
        [
            "requirements": JSON(requirements.map(\.kind)), "services": JSON(services.map(\.name)),
            "steps": JSON(steps.map(\.name)),
            "left_out": .array(
                notes.map { ["subject": .string($0.subject), "reason": .string($0.reason)] }),
        ]
    }
}
