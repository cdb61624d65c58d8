import Configuration
import Requirements
import Routing
import Vocabulary

/// From a route to the presenter of its family.
struct Dispatch {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        switch context.route.command {
        case .bare, .help, .version, .listCommands: try AboutPresenter(context).answer()
        case .start: try StartPresenter(context).answer()
        case .stop, .stopAll: try StopPresenter(context).answer()
        case .blastAll: try BlastPresenter(context).answer()
        case .prune: try PrunePresenter(context).answer()
        case .restart: try RestartPresenter(context).answer()
        case .resume: try ResumePresenter(context).answer()
        case .status: try StatusPresenter(context).answer()
        case .endpoints: try EndpointsPresenter(context).answer()
        case .health: try HealthPresenter(context).answer()
        case .errors: try ErrorsPresenter(context).answer()
        case .doctor: try DoctorPresenter(context).answer()
        case .listTargets: try TargetListPresenter(context).answer()
        case .listTrees: try TreeListPresenter(context).answer()
        case .explainStartup: try ExplanationPresenter(context).answer()
        case .showState: try StatePresenter(context).answer()
        case .data: try DataPresenter(context).answer()
        case .showConfig: try ConfigurationPresenter(context).answer()
        case .config: try configuration
        case .initialize: try InitializePresenter(context).answer()
        case .completions: try CompletionPresenter(context).answer()
        case .logs: try LogsPresenter(context).answer()
        case .clearLogs: try ClearLogsPresenter(context).answer()
        case .env: try EnvironmentPresenter(context).answer()
        case .exec: try ExecPresenter(context).answer()
        }
    }

    private var configuration: Answer {
        get throws {
            switch context.route.subcommand {
            case "check": try ConfigurationPresenter(context).answer()
            case "edit": try ConfigurationEditPresenter(context).answer()
            case "schema": schema
            default: try ConfigurationChangePresenter(context).answer()
            }
        }
    }

    private var schema: Answer {
        let schema = JSONSchemaText(ConfigurationSchema(requirements: context.registry.schemas))
        return Answer(text: schema.text, json: schema.json)
    }
}
