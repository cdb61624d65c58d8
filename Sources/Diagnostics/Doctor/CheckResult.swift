package import Vocabulary

/// A check with what it saw.
package struct CheckResult: Sendable, Equatable {
    package var id: String
    package var group: CheckGroup
    package var finding: CheckFinding
    package var milliseconds: Int
    /// What `--fix` did.
    package var repaired: [String] = []

    package var severity: Severity { finding.severity }

    package var json: JSON {
        [
            "id": .string(id), "group": .string(group.rawValue),
            "severity": .string(severity.rawValue), "message": .string(finding.message),
            "evidence": JSON(finding.evidence), "fix": JSON(finding.fix),
            "path": JSON(finding.path), "fixable": .bool(!finding.repairs.isEmpty),
            "repaired": JSON(repaired), "milliseconds": JSON(milliseconds),
        ]
    }
}
