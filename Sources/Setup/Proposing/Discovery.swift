import Vocabulary

/// What one detector saw.
struct Discovery {
    var requirements: [ProposedRequirement] = []
    var services: [ProposedService] = []
    var steps: [ProposedStep] = []
    var notes: [ProposalNote] = []
    /// Ports that something else knows of a folder's program.
    var ports: [String: Int] = [:]
    /// Names and example values of variables, by folder.
    var variables: [(folder: String, name: String, value: String, source: String)] = []
    /// Folders in which a `.env` belongs.
    var environmentFolders: Set<String> = []
    /// What commands of a folder begin with, so that they find the folder's own programs.
    var prefixes: [String: String] = [:]

    mutating func note(_ subject: String, _ reason: String) {
        notes.append(ProposalNote(subject: subject, reason: reason))
    }

    mutating func add(_ other: Discovery) {
        requirements += other.requirements
        services += other.services
        steps += other.steps
        notes += other.notes
        ports.merge(other.ports) { first, _ in first }
        variables += other.variables
        environmentFolders.formUnion(other.environmentFolders)
        prefixes.merge(other.prefixes) { first, _ in first }
    }
}

/// Looks at one folder for one kind of file.
protocol Detector: Sendable {
    func look(at folder: RepositoryFolder) -> Discovery
}
