package import Vocabulary

/// A failure with its class; the runner turns it into the step's outcome.
package struct StepFailure: FailureConvertible {
    package var kind: StepFailureClass
    package var failure: Failure

    package init(_ kind: StepFailureClass, _ failure: Failure) {
        self.kind = kind
        self.failure = failure
    }
}
