import Platform
import Supervision
import Vocabulary

/// The cgroups of the incarnations.
extension Supervisor {
    /// Where they are made; nil where no process can be born in one.
    static func groups(of run: RunID) -> ControlGroupPlace? {
        guard let place = ControlGroupPlace.current(), place.works(run: run.rawValue) else {
            return nil
        }
        // Inside the group of another environment we would end with that.
        if place.isAboveOwn, (try? place.enter()) == nil { return nil }
        return place
    }

    /// The group of a new incarnation; where it can't be made now, the mark does without.
    func makeGroup(mark: UInt64) -> ControlGroup? {
        guard let group = groups?.group(run: start.run.rawValue, mark: mark),
            (try? group.make()) != nil  // as told
        else { return nil }
        return group
    }

    /// A group that a lost supervisor has recorded.
    func group(at path: String?, mark: UInt64) -> ControlGroup? {
        guard kernel.usesControlGroups else { return nil }
        return ControlGroup.recorded(path, run: start.run.rawValue, mark: mark)
    }

    /// Starts a process in its group. Where the kernel refuses that now (a limit, a folder that
    /// somebody has removed), it is started without: the mark is the other way.
    func spawn(_ request: inout SpawnRequest, of process: RunningProcess) throws -> Int32 {
        process.group = makeGroup(mark: process.mark)
        request.group = process.group
        do throws(SystemError) { return try Platform.spawn(request) } catch {
            guard let group = process.group else { throw error }
            group.remove()
            process.group = nil
            request.group = nil
            guard error.subject == group.path else { throw error }
            return try Platform.spawn(request)
        }
    }
}
