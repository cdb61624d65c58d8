/// The six artifacts of a run, by their file names.
package enum ArtifactFile: String, Sendable, CaseIterable {
    case runState = "run_state.json"
    case runtimeMap = "runtime_map.json"
    case portsManifest = "ports_manifest.json"
    case errorReport = "error_report.json"
    case events = "events.jsonl"
    case readinessReport = "runtime_readiness_report.json"

    /// The scope has a file of its own, which covers all projects, and no link to a run's.
    package var coversScope: Bool { self == .runtimeMap || self == .portsManifest }
}
