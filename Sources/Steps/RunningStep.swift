import Platform

/// A step that has begun and is not over.
struct RunningStep {
    let step: Step
    let cancellation: Cancellation
    /// Monotonic nanoseconds.
    let began: UInt64
    let task: Task<Void, Never>
    /// Monotonic nanoseconds; nil: no limit, or past it.
    var deadline: UInt64?

    /// Makes it end, whatever it is: commands hear the one, functions the other or both.
    func end(_ reason: Cancellation.Reason) {
        cancellation.cancel(reason)
        task.cancel()
    }
}
