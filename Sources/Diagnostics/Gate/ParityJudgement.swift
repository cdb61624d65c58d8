import Vocabulary

/// Each row of the parity manifest recomputed, and what has no row.
struct ParityJudgement {
    let manifest: ParityManifest
    let inventory: ContractInventory
    /// Why a test proves nothing; nil where it passed.
    let complaint: (String) -> String?

    func results() -> [CheckResult] {
        manifest.rows.map(judge) + ParityManifest.Kind.allCases.flatMap(rowless) + twice()
    }

    private func judge(_ row: ParityManifest.Row) -> CheckResult {
        let isThere =
            row.kind == .feature || inventory.names(row.kind).contains(row.name)
        var reasons = row.state == .missing ? [] : row.tests.compactMap(complaint)
        switch (row.state, isThere) {
        case (.missing, true) where row.kind != .feature:
            reasons.append("it is there, and the row says 'missing'")
        case (.working, false), (.partial, false):
            reasons.append("there is no such \(row.kind.rawValue)")
        default: break
        }
        if row.state != .missing, row.tests.isEmpty { reasons.append("no test shows it") }
        let title = "\(row.kind.rawValue) '\(row.name)' is \(row.state.rawValue)"
        if !reasons.isEmpty { return .gate(Self.id(row.kind, row.name), .fail, title, reasons) }
        return .gate(Self.id(row.kind, row.name), row.state == .working ? .ok : .info, title)
    }

    private func rowless(_ kind: ParityManifest.Kind) -> [CheckResult] {
        let known = Set(manifest.rows.filter { $0.kind == kind }.map(\.name))
        return inventory.names(kind).filter { !known.contains($0) }.map { name in
            let row: JSON = [
                "kind": .string(kind.rawValue), "name": .string(name), "state": "working",
                "tests": ["FILE.bats: TITLE"],
            ]
            return .gate(
                Self.id(kind, name), .fail, "the \(kind.rawValue) '\(name)' has no row",
                ["contracts/parity.json lacks \(row.compact)"],
                fix: "add that row to contracts/parity.json, with the tests that show it")
        }
    }

    private func twice() -> [CheckResult] {
        Dictionary(grouping: manifest.rows) { Self.id($0.kind, $0.name) }
            .filter { $0.value.count > 1 }.keys.sorted()
            .map { .gate($0 + ".twice", .fail, "the row \($0) stands there twice") }
    }

    /// Its name in the letters of an id: `servers that are given (external)` is
    /// `servers-that-are-given-external`.
    static func id(_ kind: ParityManifest.Kind, _ name: String) -> String {
        let words = name.split {
            !($0.isASCII && ($0.isLetter || $0.isNumber)) && !"_.-".contains($0)
        }
        return "gate.parity.\(kind.rawValue).\(words.joined(separator: "-"))"
    }
}

extension CheckResult {
    /// A row of the gate.
    static func gate(
        _ id: String, _ severity: Severity, _ message: String, _ evidence: [String] = [],
        fix: String? = nil
    ) -> CheckResult {
        CheckResult(
            id: id, group: .gate,
            finding: CheckFinding(severity, message, evidence: evidence, fix: fix),
            milliseconds: 0)
    }
}
