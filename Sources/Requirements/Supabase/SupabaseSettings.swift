import Configuration
import Platform
import Vocabulary

/// What a project's Supabase is to be: `envctl.yaml` first, then the repository's `supabase/` folder.
struct SupabaseSettings: Sendable {
    /// Absolute path of the repository's folder; it need not be there.
    let folder: String
    let file: SupabaseConfigFile
    /// Of the database.
    let major: Int
    private let configuration: RequirementConfiguration

    /// - Throws: `toml.syntax`, `supabase.config`, `supabase.version`.
    init(_ configuration: RequirementConfiguration, projectRoot: String) throws {
        self.configuration = configuration
        folder = Path.absolute(
            configuration.values["folder"]?.string ?? "supabase", in: projectRoot)
        file = try SupabaseConfigFile(folder: folder)
        major = try Self.major(configuration, file, folder)
    }

    private static func major(
        _ configuration: RequirementConfiguration, _ file: SupabaseConfigFile, _ folder: String
    ) throws(Failure) -> Int {
        if let wanted = configuration.version {
            let fitting = SupabasePart.majors.filter { wanted.accepts(String($0)) }
            if let newest = fitting.last { return newest }
            throw unknownMajor(wanted.description, "requirements.\(configuration.id).version")
        }
        guard let wanted = file.int("db.major_version") else { return 17 }
        if SupabasePart.majors.contains(wanted) { return wanted }
        throw unknownMajor(String(wanted), Path.join(folder, "config.toml"))
    }

    private static func unknownMajor(_ wanted: String, _ place: String) -> Failure {
        let known = SupabasePart.majors.map { String($0) }.joined(separator: " and ")
        return Failure(
            "supabase.version", "there is no database of version \(wanted) for Supabase here",
            at: place, because: ["known are \(known)"], hint: "write one of these")
    }

    // MARK: the parts

    /// `include:`, else everything that the file does not switch off; with what that requires.
    var parts: [SupabasePart] {
        if let words = configuration.values["include"]?.strings {
            return SupabasePart.closure(of: words.compactMap(SupabasePart.init))
        }
        let off = SupabasePart.allCases.filter { file.bool(Self.toggle($0)) == false }
        return SupabasePart.closure(of: SupabasePart.allCases.filter { !off.contains($0) })
    }

    private static func toggle(_ part: SupabasePart) -> String {
        switch part {
        case .rest: "api.enabled"
        case .imgproxy: "storage.image_transformation.enabled"
        case .db, .auth, .realtime, .storage, .meta, .studio, .gateway: "\(part).enabled"
        }
    }

    // MARK: ports

    /// What the file asks for; `envctl.yaml`'s own `port:` comes before it.
    var preferredPorts: [String: Port] {
        let wanted = [
            ("main", "api.port"), ("db", "db.port"), ("studio", "studio.port"),
        ].compactMap { resource, key in
            file.int(key).flatMap { Port($0) }.map { (resource, $0) }
        }
        return Dictionary(wanted) { $1 }
    }

    // MARK: SQL

    /// In the order of their names, which is that of their times.
    func migrations() throws -> [SupabaseMigration] {
        let folder = Path.join(self.folder, "migrations")
        guard file.bool("db.migrations.enabled") ?? true, FileSystem.isDirectory(folder) else {
            return []
        }
        return try FileSystem.list(folder).sorted().compactMap {
            SupabaseMigration(path: Path.join(folder, $0))
        }
    }

    /// Absolute paths; without a word about it `seed.sql`, where that is there.
    func seeds() throws -> [String] {
        guard file.bool("db.seed.enabled") ?? true else { return [] }
        if let paths = file.strings("db.seed.sql_paths") {
            return paths.map { Path.absolute($0, in: folder) }
        }
        let usual = Path.join(folder, "seed.sql")
        return FileSystem.exists(usual) ? [usual] : []
    }

    var schemas: [String] { file.strings("api.schemas") ?? ["public", "graphql_public"] }
    var searchPath: [String] { file.strings("api.extra_search_path") ?? ["public", "extensions"] }
    var jwtExpiry: Int { file.int("auth.jwt_expiry") ?? 3600 }

    /// What `variables:` adds to a part's environment.
    func variables(of part: SupabasePart) -> [(key: String, value: String)] {
        let members = configuration.values["variables"]?.json[part.rawValue]
        return members.flatMap { ConfigurationValue($0).textMembers } ?? []
    }
}

/// One file of `supabase/migrations`: `20240101120000_notes.sql`.
struct SupabaseMigration: Sendable, Equatable {
    var path: String
    /// The digits before the first underscore.
    var version: String
    var name: String

    /// Nil where the file is named otherwise; such files are left alone, as Supabase's own tool does.
    init?(path: String) {
        let file = Path.name(path)
        guard file.hasSuffix(".sql") else { return nil }
        let parts = file.dropLast(4).split(
            separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].allSatisfy(\.isNumber) else {
            return nil
        }
        self.path = path
        version = String(parts[0])
        name = String(parts[1])
    }
}
