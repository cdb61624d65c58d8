package import Events
package import Vocabulary

extension Event {
    /// A damaged file of ours has got another name.
    package static func setAside(_ failure: Failure, as name: String) -> Event {
        Event(
            "state.set_aside",
            data: [
                "file": JSON(failure.location), "set_aside": .string(name),
                "reason": JSON(failure.causes.first),
            ])
    }
}
