package import Platform

/// The right to run a graph's steps; ends with its holder, also with a crash.
package struct StepClaim: Sendable {
    private let lock: FileLock?

    package init(_ lock: FileLock?) { self.lock = lock }
}
