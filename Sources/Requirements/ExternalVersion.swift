import Configuration
import Vocabulary

/// Whether a server of the user's own is of the version that the configuration wants.
enum ExternalVersion {
    /// - Parameters:
    ///   - found: as the server tells it; nil, where it keeps it to itself, is believed.
    ///   - title: what it is: `PostgreSQL`.
    /// - Throws: `requirement.external_version`.
    static func check(
        _ found: String?, is wanted: VersionConstraint?, _ title: String, at place: String
    ) throws(Failure) {
        guard let found, let wanted, !wanted.accepts(found) else { return }
        throw Failure(
            "requirement.external_version", "the external server is not version \(wanted)",
            at: place, because: ["it is \(title) \(found)"],
            hint: "change 'version:' or the url")
    }
}
