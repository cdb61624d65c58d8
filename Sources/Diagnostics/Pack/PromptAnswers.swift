import Platform
import Vocabulary

/// The parts of a bundle that ask programs of others, made side by side: one that hangs holds
/// neither the others nor the bundle.
struct PromptAnswers: Sendable {
    private enum Part: Sendable {
        case facts(DiagnosisFacts)
        case report(Result<JSON?, Failure>)
    }

    let facts: DiagnosisFacts
    private let doctorsReport: Result<JSON?, Failure>
    private let versions: Result<JSON?, Failure>

    init(_ subject: DebugSubject) throws {
        let late = Promptness.answer + 200
        let parts = try SideBySide.run([
            // Its own questions have deadlines; without facts there is no bundle.
            SideBySide.Piece { Part.facts(subject.facts()) },
            SideBySide.Piece(deadline: late) { Self.report { try subject.doctor?() } },
            SideBySide.Piece(deadline: late) { Self.report { try ToolVersions(subject).json } },
        ])
        guard case .facts(let facts) = parts[0] else { throw Self.hung }
        self.facts = facts
        doctorsReport = Self.result(parts[1])
        versions = Self.result(parts[2])
    }

    func doctor() throws -> JSON? { try doctorsReport.get() }

    func tools() throws -> JSON? { try versions.get() }

    private static func report(_ body: () throws -> JSON?) -> Part {
        do {
            return .report(.success(try body()))
        } catch { return .report(.failure(Failure(error))) }
    }

    private static func result(_ part: Part?) -> Result<JSON?, Failure> {
        guard case .report(let result) = part else { return .failure(hung) }
        return result
    }

    private static let hung = Failure(
        "pack.no_answer", "a part of the bundle was not there in time",
        because: ["a program that was asked hangs"])
}
