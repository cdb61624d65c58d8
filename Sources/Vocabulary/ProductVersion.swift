/// The version of envctl, of the command and of the supervisor alike.
package enum ProductVersion {
    package static let current = "0.1.0"
}
