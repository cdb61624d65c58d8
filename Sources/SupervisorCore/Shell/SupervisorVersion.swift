/// The version of envctl that this supervisor was built from.
package enum SupervisorVersion {
    package static let current = "0.1.0"
}
