import Platform
import Vocabulary

/// What a run of the tests left: the outcome of each, and the tree that it ran on.
struct TestResults: Sendable, Equatable {
    enum Outcome: String, Sendable {
        case passed, failed, skipped
    }

    static let schema = "envctl.test_results/1"

    var tree: String
    var outcomes: [String: Outcome]

    init(tree: String, outcomes: [String: Outcome]) {
        self.tree = tree
        self.outcomes = outcomes
    }

    /// Nil where there is no such file.
    static func read(_ path: String) throws -> TestResults? {
        guard let bytes = try FileSystem.readIfPresent(path) else { return nil }
        let json = try JSON.parse(bytes)
        guard try json.requiredString("schema") == schema else {
            throw DecodingFailure(path: "schema", expected: schema, found: "another")
        }
        let pairs = try json.stringMap("tests").map { name, word in
            guard let outcome = Outcome(rawValue: word) else {
                throw DecodingFailure(
                    path: "tests", expected: "passed, failed or skipped", found: word)
            }
            return (name, outcome)
        }
        return TestResults(
            tree: try json.requiredString("tree"), outcomes: Dictionary(pairs) { $1 })
    }

    /// Why the test proves nothing; nil where it passed.
    ///
    /// - Parameter name: one test, `health.bats: title` or `Target.Suite/test()`; or a whole file or
    ///   suite, of which none may have failed and one must have passed.
    func complaint(about name: String) -> String? {
        switch outcomes[name] {
        case .passed?: return nil
        case .failed?: return "the test '\(name)' failed"
        case .skipped?: return "the test '\(name)' was skipped"
        case nil: break
        }
        let parts = outcomes.filter {
            $0.key.hasPrefix(name + ": ") || $0.key.hasPrefix(name + "/")
        }
        if let failed = parts.filter({ $0.value == .failed }).keys.min() {
            return "the test '\(failed)' failed"
        }
        if parts.values.contains(.passed) { return nil }
        return parts.isEmpty
            ? "the test '\(name)' does not exist, or did not run"
            : "all tests of '\(name)' were skipped"
    }
}
