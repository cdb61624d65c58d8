import Events
import Platform
import Requirements
import Vocabulary

/// Installs the program of a requirement where it is missing and the user asked for that.
struct Installation {
    private let parts: StartupParts

    init(_ parts: StartupParts) { self.parts = parts }

    func install(_ adapter: any RequirementAdapter, _ request: RequirementRequest) throws {
        guard let advice = try adapter.installation(request), let program = advice.command.first
        else { return }
        var event = Event(
            "requirement.installing", component: request.component,
            data: ["command": .string(advice.text)])
        event.commandKeys = ["command"]
        parts.sink.emit(event)
        var run = Subprocess(
            program, Array(advice.command.dropFirst()), environment: parts.host.environment)
        run.timeout = 600_000
        let result = try run.run()
        if result.isSuccess { return }
        throw Failure(
            "requirement.install_failed", "'\(advice.text)' failed", at: "\(request.component)",
            because: result.text.split(separator: "\n").suffix(5).map(String.init),
            hint: "install it by hand, then start again")
    }
}
