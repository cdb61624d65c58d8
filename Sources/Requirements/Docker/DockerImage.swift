import Configuration
import Platform
import Steps
import Vocabulary

/// The image that a requirement runs from: looked for, and pulled where that is allowed.
struct DockerImage: Sendable {
    enum Pull: String, Sendable {
        case missing, always, never

        /// As configured.
        static func of(_ configuration: RequirementConfiguration) -> Pull {
            configuration.values["pull"]?.string.flatMap(Pull.init) ?? .missing
        }
    }

    let engine: DockerEngine
    /// `redis:7`.
    let reference: String
    let pull: Pull

    func isPresent() throws -> Bool { try id() != nil }

    /// Which image bears the name now; nil where none does.
    func id() throws -> String? {
        let words = ["image", "inspect", "--format", "{{.Id}}", reference]
        let result = try engine.run(words, timeout: 30_000)
        return result.isSuccess ? result.text.split(separator: "\n").last.map { String($0) } : nil
    }

    func step(_ id: StepID, of component: ComponentID) throws -> Step {
        try Step(
            id, "provide the image \(reference)",
            function: { context in try await Blocking.run { try provide(context) } },
            idempotent: true, component: component)
    }

    private func provide(_ context: StepContext) throws -> StepOutcomeNote? {
        if pull != .always, try isPresent() { return StepOutcomeNote(skipped: "it is there") }
        if pull == .never { throw missing(at: "\(context.id)") }
        try fetch(context)
        return nil
    }

    func missing(at place: String) -> Failure {
        Failure(
            "docker.image_missing", "the image \(reference) is not there", at: place,
            because: ["'pull: never' keeps envctl from fetching it"],
            hint: "docker pull \(reference)")
    }

    /// Layers are told as the client tells them, line by line.
    private func fetch(_ context: StepContext) throws {
        var process = engine.subprocess(["pull", reference])
        process.mark = context.mark
        var lines = LineSplitter()
        let result = try process.run(cancellation: context.cancellation) { piece in
            for line in lines.append(piece) {
                context.output(line)
                context.progress(line)
            }
        }
        if result.isSuccess { return }
        if result.cancelled { throw Failure("docker.failed", "the pull was cancelled") }
        throw Failure(
            "docker.pull_failed", "the image \(reference) could not be fetched",
            at: engine.endpoint(), because: [lastLines(of: result.text)],
            hint: "try 'docker pull \(reference)', or name another with 'image:'")
    }
}

/// Pieces of output as whole lines.
private struct LineSplitter {
    private var rest: [UInt8] = []

    mutating func append(_ piece: ArraySlice<UInt8>) -> [String] {
        rest += piece
        var lines = rest.split(separator: 10, omittingEmptySubsequences: false)
        rest = lines.popLast().map(Array.init) ?? []
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}
