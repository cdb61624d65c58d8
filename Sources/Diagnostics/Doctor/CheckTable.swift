package import Vocabulary

/// Every check, in the order in which they are shown.
package enum CheckTable {
    static let checks: [any Check] = [
        KernelCheck(), LibraryCheck(), ControlGroupCheck(), LimitsCheck(),
        ProgramsCheck(), BuildCheck(), SupervisorVersionCheck(), CrashesCheck(),
        ConfigurationCheck(), RenamedKeysCheck(),
        RepositoryCheck(), GoneWorktreesCheck(),
        RootsCheck(), ModesCheck(), SocketsCheck(), LocksCheck(), LacksCheck(),
        RequirementProgramsCheck(), DockerCheck(),
        ArtifactsCheck(), TruthCheck(), SyntheticCheck(), DamagedCheck(),
        RegistryCheck(), ClaimsCheck(), ForeignPortsCheck(),
        OrphansCheck(), SupervisorsCheck(),
        SpaceCheck(),
        ContractsCheck(),
        RecentFailuresCheck(),
    ]

    /// The checks of these ids and groups; all of them where none is named.
    ///
    /// - Throws: `doctor.unknown_check`.
    static func checks(only words: [String]) throws(Failure) -> [any Check] {
        if words.isEmpty { return checks }
        for word in words { try confirm(word) }
        return checks.filter { words.contains($0.id) || words.contains($0.group.rawValue) }
    }

    /// - Throws: `doctor.unknown_check` where no check and no group has that name.
    package static func confirm(_ word: String) throws(Failure) {
        // No check is in it.
        if word == CheckGroup.gate.rawValue { throw gate }
        let groups = CheckGroup.allCases.filter { $0 != .gate }.map(\.rawValue)
        let known = checks.map(\.id) + groups
        guard !known.contains(word) else { return }
        throw Failure(
            "doctor.unknown_check", "there is no check and no group '\(word)'",
            because: ["known are \(known.joined(separator: ", "))"],
            hint: suggestion(for: word, among: known).map { "did you mean '\($0)'?" },
            details: ["known": JSON(known)])
    }

    private static let gate = Failure(
        "doctor.unknown_check", "no check is in the group 'gate'",
        because: ["its rows are made by --gate release, out of all checks"],
        hint: "envctl doctor --gate release")

    /// The table of `docs/diagnostics.md`, generated.
    package static var reference: String {
        let rows = checks.map { check in
            "| `\(check.id)` | \(check.promise) | \(check.otherwise) "
                + "| \(check.isFixable ? "`--fix`" : "") |"
        }
        return (["| check | holds when | otherwise | |", "|---|---|---|---|"] + rows)
            .joined(separator: "\n")
    }
}
