package import Vocabulary

/// A text of a foreign program that tells which class a failure is of; declared beside the
/// program's definition and tested on its real output.
package struct FailurePattern: Sendable, Equatable {
    package var failureClass: FailureClass
    /// Each of these is part of one line of the log.
    package var words: [String]

    package init(_ failureClass: FailureClass, _ words: String...) {
        self.failureClass = failureClass
        self.words = words
    }

    func matches(_ line: String) -> Bool { words.allSatisfy(line.contains) }
}
