/// Every command by the word that names it; what each one takes stands in its row of `CommandTable`.
package enum CommandName: String, Sendable, CaseIterable {
    /// No command at all: shows where you stand. The word itself is not accepted as a command.
    case bare
    case start
    case stop
    case stopAll = "stop-all"
    case blastAll = "blast-all"
    case prune
    case restart
    case resume
    case status
    case logs
    case clearLogs = "clear-logs"
    case endpoints
    case health
    case errors
    case doctor
    case env
    case exec
    case showConfig = "show-config"
    case showState = "show-state"
    case explainStartup = "explain-startup"
    case listTargets = "list-targets"
    case listTrees = "list-trees"
    case listCommands = "list-commands"
    case data
    case initialize = "init"
    case config
    case completions
    case help
    case version
}
