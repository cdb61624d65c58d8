import Testing

@testable import SupervisorCore

/// Whatever has come, gone and moved: what is there is watched, and nothing else.
@Suite(.serialized) struct WatchedTreeTests {
    @Test(arguments: 1...10) func whatIsThereIsWatched(_ seed: UInt64) throws {
        let tree = try WatchedTree(seed: seed)
        try tree.run()
        #expect(tree.failures.isEmpty)
        #expect(!tree.expected.isEmpty)
        #expect(tree.found == tree.expected)
    }
}
