/// What an image of a registry is to envctl.
enum ImageKind {
    /// The requirement that serves as well; nil where there is none.
    static func requirement(_ image: String) -> String? {
        let (name, owner) = parts(image)
        if owner == "supabase" { return nil }
        if name.hasPrefix("postgres") || name == "postgis" || name.hasPrefix("timescaledb")
            || name == "pgvector" || name == "postgresql"
        {
            return "postgres"
        }
        if name.hasPrefix("redis") || name.hasPrefix("valkey") { return "redis" }
        return name == "n8n" ? "n8n" : nil
    }

    /// The extension that an image of postgres is chosen for.
    static func postgresExtension(_ image: String) -> String? {
        let (name, _) = parts(image)
        if name == "postgis" { return "PostGIS" }
        if name == "pgvector" { return "pgvector" }
        return name.hasPrefix("timescaledb") ? "TimescaleDB" : nil
    }

    /// `ghcr.io/owner/name:tag@digest` → name and owner.
    private static func parts(_ image: String) -> (name: String, owner: String) {
        let path = image.split(separator: "@")[0].split(separator: "/")
        let last = path.last.map { $0.split(separator: ":").first.map(String.init) ?? "" } ?? ""
        return (last, path.count > 1 ? String(path[path.count - 2]) : "")
    }
}
