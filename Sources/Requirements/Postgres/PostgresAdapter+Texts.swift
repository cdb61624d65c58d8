/// Texts of postgres' programs that are told apart, each tested on real output.
extension PostgresAdapter {
    /// A line of the server, or of `psql`, that tells of an error.
    static func isError(_ line: Substring) -> Bool {
        ["ERROR: ", "FATAL: ", "PANIC: "].contains { String(line).range(ofText: $0) != nil }
    }

    /// `db/seed.sql:3` of `psql:db/seed.sql:3: ERROR:  relation "x" does not exist`.
    static func seedPosition(_ line: String) -> String? {
        guard line.hasPrefix("psql:"), let end = line.range(ofText: ": ERROR: ") else { return nil }
        return String(line[..<end.lowerBound].dropFirst(5))
    }

    /// The major version that made the data, as a server of another one says it: `14` of `DETAIL:  The
    /// data directory was initialized by PostgreSQL version 14, which is not compatible …`.
    static func otherMajor(_ line: String) -> String? {
        guard let mark = line.range(ofText: "data directory was initialized by PostgreSQL version ")
        else { return nil }
        let major = line[mark.upperBound...].prefix { $0 != "," }
        return major.isEmpty ? nil : String(major)
    }

    /// `psql:dump.sql:3: ERROR: …` of `psql:<stdin>:3: ERROR: …`, where it was fed that file.
    static func named(_ line: String, fedWith file: String) -> String {
        let unknown = "psql:<stdin>"
        return line.hasPrefix(unknown) ? "psql:\(file)" + line.dropFirst(unknown.count) : line
    }
}
