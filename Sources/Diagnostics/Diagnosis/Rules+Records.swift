/// What envctl wrote itself, and can't read.
extension Rules {
    static let records: [Rule] = [
        Rule(
            "record_newer", codes: ["state.newer"],
            "a newer version of envctl wrote these records", next: "envctl --version",
            advice: "use the newer version here"),
        Rule(
            "record_too_old", codes: ["state.too_old"],
            "the records are of a version that can't be read any more",
            next: "envctl stop", advice: "stop with the version that wrote them, then start again"),
        Rule(
            "record_damaged", codes: ["state.damaged", "state.malformed", "json.syntax"],
            "a record of envctl's is damaged", next: "envctl start",
            advice: "the next start sets it aside and writes it anew from what else is known"),
        Rule(
            "secrets_damaged", codes: ["secrets.unreadable"],
            "the project's secrets can't be read", next: "envctl show-state",
            advice: "mend secrets.json, or move it away and reset the data to get new passwords"),
    ]
}
