/// When an ended process is started again.
package enum RestartPolicy: String, Sendable, CaseIterable {
    case no
    case onFailure = "on-failure"
    case always
}
