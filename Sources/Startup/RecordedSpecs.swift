import Planning
import RunState
import Supervision
import Vocabulary

/// What the components of a project were last launched from, also in runs that the present one
/// continues: a resume that failed half way has no spec of what it did not come to.
struct RecordedSpecs {
    private let parts: StartupParts

    /// Runs that are looked at, at most.
    private static let depth = 8

    init(_ parts: StartupParts) { self.parts = parts }

    /// Of whatever of `components` is recorded; a run that can't be read has nothing to give.
    func specs(
        of components: [ComponentID], in present: PresentProject
    ) -> [ComponentID: LaunchSpec] {
        var found: [ComponentID: LaunchSpec] = [:]
        var (record, launch) = (present.record, present.launch)
        for _ in 0..<Self.depth {
            for launched in launch?.components ?? [] where found[launched.component] == nil {
                found[launched.component] = launched.spec
            }
            guard components.contains(where: { found[$0] == nil }),
                let earlier = record?.continues, let scope = record?.scope
            else { break }
            // What is not recorded takes the caller's environment of now.
            record = try? parts.runs.record(earlier, of: scope)
            let folder = parts.layout.scope(scope).run(earlier).folder
            // As above.
            launch = try? LaunchRecord.read(runFolder: folder)
        }
        return found
    }
}
