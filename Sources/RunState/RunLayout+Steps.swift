import Platform
import Vocabulary

extension RunLayout {
    /// The marks of what the run's steps had under way when `steps.json` was last written; none where
    /// that is missing or damaged: no step has begun, or the next start tells of the damage.
    package var stepMarks: Set<UInt64> {
        // See above.
        guard let bytes = try? FileSystem.read(steps), let record = try? JSON.parse(bytes) else {
            return []
        }
        let marks = (record["current"]?.array ?? []).compactMap { $0["mark"]?.int }
        return Set(marks.filter { $0 > 0 }.map { UInt64($0) })
    }
}
