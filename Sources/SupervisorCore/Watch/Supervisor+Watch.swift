import Platform
import Supervision
import Vocabulary

/// Looking at the files of components.
extension Supervisor {
    /// From now on, or as before where nothing else is asked for.
    func watch(_ component: ComponentID, _ rule: WatchRule) {
        if fileWatches[component]?.rule == rule { return }
        fileWatches.removeValue(forKey: component)?.end()
        // What we write ourselves is nobody's change.
        let ours = [start.runFolder, start.projectFolder, start.socketFolder]
        let made = ComponentWatch(rule, WatchedPaths(rule, except: ours), watches, loop)
        made.onChange = { [unowned self] in feed(.filesChanged(component, path: $0)) }
        made.onFailure = { [unowned self] in unwatched(component, $0) }
        fileWatches[component] = made
        do {
            try made.begin()
            feed(.watched(component, problem: nil))
        } catch { unwatched(component, error) }
    }

    private func unwatched(_ component: ComponentID, _ error: any Error) {
        fileWatches.removeValue(forKey: component)?.end()
        feed(.watched(component, problem: Self.problem(error)))
    }

    private static func problem(_ error: any Error) -> String {
        guard let error = error as? SystemError else { return Failure(error).message }
        return "inotify: \(error.reason); raise fs.inotify.max_user_instances or"
            + " max_user_watches, or watch fewer folders"
    }
}
