import Platform
import Vocabulary

/// Keeps the names of the last events, for the report of a crash.
package struct CrashTail: EventSink {
    package init() {}

    package func emit(_ event: Event) {
        let about = event.component?.rawValue ?? event.data["id"]?.string
        CrashWatch.remember(about.map { "\(event.name) \($0)" } ?? event.name)
    }
}
