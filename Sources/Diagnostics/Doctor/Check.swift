/// One thing that doctor looks at.
protocol Check: Sendable {
    /// Stable and dotted: `runtime.sockets`.
    var id: String { get }
    var group: CheckGroup { get }
    /// What must be so, in one phrase, for the table of the docs.
    var promise: String { get }
    /// What makes it less than ok, and whether that is a warning or a failure; for the docs.
    var otherwise: String { get }
    /// Milliseconds until it counts as hung.
    var deadline: Int { get }
    /// Whether `--fix` can do something about it.
    var isFixable: Bool { get }

    /// Looks, and changes nothing.
    func look(at site: DoctorSite) throws -> CheckFinding
}

extension Check {
    /// A look at files and at the kernel takes milliseconds; a loaded machine gets patience.
    var deadline: Int { 5000 }
    var isFixable: Bool { false }
}
