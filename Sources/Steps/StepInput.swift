/// Something that a step's result depends on: while its digest is the same, done stays done.
package enum StepInput: Sendable, Equatable {
    /// A file by its absolute path; a missing file has a digest of its own.
    case file(String)
    /// All files below the folder `root` whose path from there matches, e.g. `migrations/**`.
    case glob(String, root: String)
    /// A declared value.
    case value(name: String, String)
    /// Which data this is, e.g. of a database: another identity means other data.
    case dataIdentity(name: String, String)
}
