import Steps
import Vocabulary

/// A bootstrap that is wanted and not needed: where it fails the component is `degraded`, with the
/// reason, and the start goes on.
enum SoftBootstrap {
    /// - Parameter function: what it throws becomes a failure of the class `soft_bootstrap`.
    static func step(
        _ id: StepID, _ description: String, of component: ComponentID,
        _ function: @escaping StepFunction
    ) throws(Failure) -> Step {
        try Step(
            id, description,
            function: { context in
                do { return try await function(context) } catch {
                    throw classified(Failure(error), component)
                }
            }, idempotent: true, policy: .soft, component: component)
    }

    private static func classified(_ failure: Failure, _ component: ComponentID) -> Failure {
        var failure = failure
        failure.details["component"] = component.json
        failure.details["class"] = .string(FailureClass.softBootstrap.rawValue)
        return failure
    }
}
