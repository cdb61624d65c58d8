/// What the manifest declares and what the sources import: all that the rules look at.
struct House {
    /// Target name to the targets that it declares as dependencies.
    var declared: [String: [String]]
    /// In the order of the files.
    var imports: [Import]
    /// Lines that declare something `public` or `open`: `path:line`.
    var publicLines: [String] = []

    /// One `import` line of a target.
    struct Import: Equatable {
        var target: String
        var module: String
        /// `path:line`.
        var place: String
    }
}
