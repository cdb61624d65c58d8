extension TargetSelection {
    /// Why this selection contradicts itself, or nil. Targets are never added up, since a slip
    /// would then reach more than was meant.
    func conflict(with repository: String?) -> String? {
        let mode = mode.map { "the mode '\($0.rawValue)'" }
        let project: String? = projects.isEmpty ? nil : "--project"
        if let mode, project != nil { return "\(mode) and --project exclude each other" }
        let wide: String? = everywhere ? "--everywhere" : all ? "--all" : nil
        if let wide, let narrow = project ?? mode {
            return "\(wide) and \(narrow) exclude each other"
        }
        if everywhere, repository != nil { return "--everywhere and --repo exclude each other" }
        return nil
    }
}
