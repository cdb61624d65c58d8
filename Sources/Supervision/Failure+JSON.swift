package import Vocabulary

extension Failure {
    /// A failure that crossed the control socket, as `json` wrote it.
    package init(json: JSON) {
        let own: Set<String> = ["code", "message", "where", "causes", "hint"]
        self.init(
            json["code"]?.string ?? "supervisor.unknown",
            json["message"]?.string ?? "the supervisor reported an error without a message",
            at: json["where"]?.string, because: json["causes"]?.array?.compactMap(\.string) ?? [],
            hint: json["hint"]?.string,
            details: JSON.Object(
                (json.object?.members ?? []).filter { !own.contains($0.key) }
                    .map { ($0.key, $0.value) }))
    }
}
