/// What a variable that a program reads means to envctl.
enum VariableMeaning: Equatable {
    /// A requirement projects it under that very name.
    case projected(kind: String)
    /// It has to be given to the service, as a reference to a requirement's value.
    case reference(kind: String, String)
    /// The port of the program itself.
    case ownPort(Int)
    /// Nothing that envctl knows.
    case unknown

    private static let projections = [
        "postgres": [
            "DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE",
        ],
        "redis": ["REDIS_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD"],
    ]

    private static let prefixes = [
        "postgres": ["POSTGRESQL_", "POSTGRES_", "PG_", "DATABASE_", "DB_", "SQL_"],
        "redis": ["REDIS_", "REDIS_CACHE_", "CACHE_REDIS_"],
    ]

    /// Ends of names, and the word of the requirement that they ask for.
    private static let suffixes = [
        ("HOSTNAME", "host"), ("HOST", "host"), ("SERVER", "host"), ("PORT", "port"),
        ("USERNAME", "user"), ("USER", "user"), ("PASSWORD", "password"), ("PASS", "password"),
        ("DBNAME", "database"), ("DATABASE", "database"), ("NAME", "database"), ("DB", "database"),
        ("URL", "url"), ("URI", "url"), ("DSN", "url"),
    ]

    init(_ name: String, _ value: String) {
        if name == "PORT" {
            self = Int(value).map(Self.ownPort) ?? .unknown
        } else {
            self = Self.byValue(name, value) ?? Self.byName(name, value) ?? .unknown
        }
    }

    /// `postgres://…`, `redis://…`; another kind of address is another server's.
    private static func byValue(_ name: String, _ value: String) -> VariableMeaning? {
        guard let scheme = value.firstRange(of: "://").map({ value[..<$0.lowerBound] }) else {
            return nil
        }
        switch scheme {
        case "postgres", "postgresql": return meaning(name, "postgres", "url")
        case "redis": return meaning(name, "redis", "url")
        default: return .unknown
        }
    }

    private static func byName(_ name: String, _ value: String) -> VariableMeaning? {
        for (kind, names) in projections.sorted(by: { $0.key < $1.key }) where names.contains(name)
        {
            return .projected(kind: kind)
        }
        // `DB_…` may be of any server; the rest of the file tells which.
        for (kind, prefixes) in prefixes.sorted(by: { $0.key < $1.key }) {
            for prefix in prefixes where name.hasPrefix(prefix) {
                let end = name.dropFirst(prefix.count)
                guard let word = suffixes.first(where: { $0.0 == end })?.1 else { continue }
                return meaning(name, kind, word)
            }
        }
        return nil
    }

    private static func meaning(_ name: String, _ kind: String, _ word: String) -> VariableMeaning {
        if projections[kind]?.contains(name) == true { return .projected(kind: kind) }
        // Redis has no names of users and databases to ask for.
        guard kind != "redis" || ["url", "host", "port", "password"].contains(word) else {
            return .unknown
        }
        return .reference(kind: kind, "${requirements.\(kind).\(word)}")
    }

    /// The requirement that the name alone is enough to propose: `DB_HOST` may be of any server.
    static func impliedKind(_ name: String, _ value: String) -> String? {
        let isVague = ["DB_", "DATABASE_", "SQL_"].contains { name.hasPrefix($0) }
        let isAddress = value.contains("://")
        switch VariableMeaning(name, value) {
        case .projected(let kind), .reference(let kind, _):
            // `DATABASE_URL=mysql://…` was seen by its value; without one it says nothing.
            return isVague && !isAddress ? (value == "pgsql" ? "postgres" : nil) : kind
        case .ownPort, .unknown:
            return name == "DB_CONNECTION" && value == "pgsql" ? "postgres" : nil
        }
    }
}
