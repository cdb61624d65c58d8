import Platform
import Vocabulary

/// The second input of the gate: what the repository's own manifests promise, row by row.
struct ContractGate {
    private let worktree: String
    private let host: Host
    private let checks: [CheckResult]

    /// - Parameter checks: doctor's own, which rows may name as evidence.
    init(worktree: String, host: Host, checks: [CheckResult]) {
        self.worktree = worktree
        self.host = host
        self.checks = checks
    }

    private var folder: String { Path.join(worktree, "contracts") }

    /// Empty where the repository has no manifests.
    func results() throws -> [CheckResult] {
        let readiness = try manifest("readiness.json", ReadinessManifest.read)
        let parity = try manifest("parity.json", ParityManifest.read)
        guard readiness != nil || parity != nil else { return [] }
        let (tests, complaints) = try testResults(readiness?.results ?? Self.resultsPath)
        let examples = try ContractExamples(in: folder)
        var rows = complaints
        for promise in readiness?.promises ?? [] { rows.append(judge(promise, tests)) }
        if let parity {
            rows += try ParityJudgement(
                manifest: parity, inventory: ContractInventory(folder, examples.set),
                complaint: tests.complaint
            ).results()
            rows += try schemas(examples)
        }
        return rows
    }

    static let resultsPath = ".build/test-results.json"

    private func manifest<Value>(
        _ name: String, _ read: (String) throws -> Value?
    ) throws -> Value? {
        let path = Path.join(folder, name)
        do { return try read(path) } catch {
            var failure = Failure(error)
            failure.location = path + (failure.location.map { ": \($0)" } ?? "")
            throw failure
        }
    }

    /// Results of another tree prove nothing about this one.
    private func testResults(_ path: String) throws -> (TestResults, [CheckResult]) {
        let tree = try TreeDigest.of(worktree, host: host)
        let none = TestResults(tree: tree, outcomes: [:])
        let place = Path.join(worktree, path)
        guard let found = try TestResults.read(place) else {
            return (none, [problem("the tests have left no results", ["\(path) is not there"])])
        }
        guard found.tree == tree else {
            return (
                none,
                [
                    problem(
                        "the results of the tests are of another tree",
                        ["\(path) is about \(found.tree.prefix(12))…, this is \(tree.prefix(12))…"])
                ]
            )
        }
        return (found, [.gate("gate.results", .ok, "\(found.outcomes.count) results of this tree")])
    }

    private func problem(_ message: String, _ evidence: [String]) -> CheckResult {
        .gate("gate.results", .fail, message, evidence, fix: "run all tests on this tree")
    }

    private func judge(
        _ promise: ReadinessManifest.Promise, _ tests: TestResults
    ) -> CheckResult {
        let id = "gate.readiness.\(promise.id)"
        let reasons = promise.evidence.compactMap { complaint(about: $0, tests) }
        if promise.evidence.isEmpty {
            return .gate(id, .fail, promise.text, ["no evidence is named"])
        }
        return .gate(id, reasons.isEmpty ? .ok : .fail, promise.text, reasons)
    }

    private func complaint(about evidence: GateEvidence, _ tests: TestResults) -> String? {
        switch evidence {
        case .test(let name): return tests.complaint(about: name)
        case .check(let id):
            guard let check = checks.first(where: { $0.id == id }) else {
                return "there is no check '\(id)'"
            }
            let isProof = check.severity != .skip && check.severity != .fail
            return isProof ? nil : "the check '\(id)' says \(check.severity.rawValue)"
        case .command(let line):
            return ShellCommandRun(line, directory: worktree, host: host).complaint()
        }
    }

    private func schemas(_ examples: ContractExamples) throws -> [CheckResult] {
        try ContractInventory(folder, examples.set).schemas.map { name in
            let reasons = examples.complaints(ofSchema: name + SchemaSet.suffix)
            let id = "gate.schema.\(name)"
            if reasons.isEmpty { return .gate(id, .ok, "an example of \(name) is valid") }
            return .gate(
                id, .fail, "the schema \(name) has no example that is valid", reasons,
                fix: "see contracts/examples/\(name).1.json")
        }
    }
}
