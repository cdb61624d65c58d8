import Vocabulary

private func pending(_ what: String) -> Failure {
    Failure("internal.pending", "\(what) is being written")
}

struct InspectionPresenter {
    init(_ context: CommandContext) {}
    func answer() throws -> Answer { throw pending("looking") }
}
struct ConfigurationPresenter {
    init(_ context: CommandContext) {}
    func answer() throws -> Answer { throw pending("configuration") }
}
struct LogsPresenter {
    init(_ context: CommandContext) {}
    func answer() throws -> Answer { throw pending("logs") }
}
struct EnvironmentPresenter {
    init(_ context: CommandContext) {}
    func answer() throws -> Answer { throw pending("env") }
}
struct OverviewPresenter {
    init(_ context: CommandContext) {}
    func answer() throws -> Answer { throw pending("overview") }
}
