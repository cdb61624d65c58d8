import Inspection
import Platform
import RunState
import Truth
import Vocabulary

/// Projects whose supervisors live; the kernel tells when one of them ends.
struct Supervised {
    private let context: CommandContext
    private let standpoint: Standpoint?
    private var members: [Member] = []

    private struct Member {
        var inspected: InspectedProject
        var handle: ProcessHandle
    }

    /// Those of the projects that have one.
    init(_ projects: [Project], _ context: CommandContext, _ targets: Targets) throws {
        self.context = context
        standpoint = targets.standpoint
        members = try look(projects).compactMap(member)
    }

    var isEmpty: Bool { members.isEmpty }
    var inspected: [InspectedProject] { members.map(\.inspected) }
    var projects: [Project] { members.map(\.inspected.project) }
    /// Each readable from its supervisor's end on.
    var descriptors: [Int32] { members.map(\.handle.descriptor) }

    /// Lets go of those whose environments have ended. One that has another supervisor by now
    /// stays.
    ///
    /// - Returns: those that were let go of; nil where no supervisor has ended.
    /// - Throws: `foreground.unsupervised` where the supervisor alone has ended.
    mutating func takeEnded() throws -> [Project]? {
        let ended = members.filter { $0.handle.waitForExit(milliseconds: 0) }.map(\.inspected)
        if ended.isEmpty { return nil }
        members.removeAll { member in ended.contains { $0.project == member.inspected.project } }
        return try look(ended.map(\.project)).compactMap { now in
            if let successor = try member(now) {
                members.append(successor)
                return nil
            }
            if now.isRunning { throw Self.unsupervised(now) }
            return now.project
        }
    }

    private func look(_ projects: [Project]) throws -> [InspectedProject] {
        try context.inspect(projects, from: standpoint)
    }

    private func member(_ inspected: InspectedProject) throws -> Member? {
        guard inspected.observed?.supervisor == .running,
            let identity = inspected.observed?.record.supervisor?.identity,
            let handle = try ProcessHandle.open(identity, on: context.kernel)
        else { return nil }
        return Member(inspected: inspected, handle: handle)
    }

    private static func unsupervised(_ inspected: InspectedProject) -> Failure {
        Failure(
            "foreground.unsupervised", "the supervisor has ended; what it looked after runs on",
            at: "project '\(inspected.project.name)'",
            because: ["alive: \(inspected.running.map(\.name.rawValue).joined(separator: ", "))"],
            hint: "'envctl resume' gives it a new one, 'envctl stop' stops it")
    }
}
