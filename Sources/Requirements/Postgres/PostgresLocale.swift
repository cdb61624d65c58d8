import Configuration
import Platform
import Vocabulary

/// The locale of new data: a cluster keeps the one that it was made with.
enum PostgresLocale {
    static func wanted(_ configuration: RequirementConfiguration) -> String {
        configuration.values["locale"]?.string ?? "C.UTF-8"
    }

    /// The order of text of `C.UTF-8` is that of its bytes, whatever the C library thinks of it.
    static func collation(_ locale: String) -> String { locale == "C.UTF-8" ? "C" : locale }

    /// What to type where the configuration asks for a locale that only new data can have; empty
    /// where the data has it, or it is not known what it has.
    static func note(_ request: RequirementRequest, on backend: Backend) throws -> [String] {
        let wanted = wanted(request.configuration)
        guard backend != .external, let data = request.data,
            let had = try DataRecord(
                readingFrom: backend == .docker ? DockerData.record(of: data) : data + ".json"
            )?.locale, had != wanted
        else { return [] }
        return [
            "the data of '\(request.component)' was made with the locale \(had) and keeps it; "
                + "'\(wanted)' counts for new data only; to have it: 'envctl data export', "
                + "'envctl data reset', a start, 'envctl data import'"
        ]
    }
}
