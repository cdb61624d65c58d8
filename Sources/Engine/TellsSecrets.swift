import Events
import Routing
import Vocabulary

/// The commands whose answer is made of secrets, because they were asked for.
enum TellsSecrets {
    static func isAsked(by route: Route) -> Bool {
        switch route.command {
        case .env, .exec: true
        case .endpoints: route.has(.withSecrets)
        // Nothing of the user's is in these; examples in them may look secret.
        case .help, .listCommands, .version: true
        default: false
        }
    }
}

extension Answer {
    /// The same answer, fit to be shown to anybody.
    func redacted(by redactor: Redactor) -> Answer {
        var told = self
        told.text = redactor.text(text)
        told.json = redactor.json(json)
        return told
    }
}
