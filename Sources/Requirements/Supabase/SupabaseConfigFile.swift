import Platform
import Vocabulary

/// What the repository's `supabase/config.toml` says, as far as it is followed here.
struct SupabaseConfigFile: Sendable, Equatable {
    private let document: TOMLDocument?
    private let path: String

    /// Nothing where there is no such file.
    ///
    /// - Throws: `toml.syntax`; `supabase.config` for a value of another kind.
    init(folder: String) throws {
        path = Path.join(folder, "config.toml")
        guard let bytes = try FileSystem.readIfPresent(path) else {
            document = nil
            return
        }
        document = try TOMLDocument(String(decoding: bytes, as: UTF8.self), named: path)
        for entry in document?.entries ?? [] { try check(entry) }
    }

    private enum Kind { case string, int, bool, strings, any }

    /// All that is followed; `any` is known, and has nothing to say here.
    private static let followed: [String: Kind] = [
        "project_id": .any,
        "api.enabled": .bool, "api.port": .int, "api.schemas": .strings,
        "api.extra_search_path": .strings, "api.max_rows": .int,
        "db.port": .int, "db.major_version": .int, "db.migrations.enabled": .bool,
        "db.seed.enabled": .bool, "db.seed.sql_paths": .strings,
        "studio.enabled": .bool, "studio.port": .int,
        "realtime.enabled": .bool, "storage.enabled": .bool, "storage.file_size_limit": .string,
        "storage.image_transformation.enabled": .bool,
        "auth.enabled": .bool, "auth.site_url": .string,
        "auth.additional_redirect_urls": .strings, "auth.jwt_expiry": .int,
        "auth.enable_signup": .bool, "auth.enable_anonymous_sign_ins": .bool,
        "auth.minimum_password_length": .int, "auth.enable_refresh_token_rotation": .bool,
        "auth.refresh_token_reuse_interval": .int, "auth.enable_manual_linking": .bool,
        "auth.email.enable_signup": .bool, "auth.email.enable_confirmations": .bool,
        "auth.email.double_confirm_changes": .bool, "auth.sms.enable_signup": .bool,
    ]

    private func check(_ entry: TOMLDocument.Entry) throws(Failure) {
        guard let kind = Self.followed[entry.path], !Self.fits(entry.value, kind) else { return }
        throw Failure(
            "supabase.config", "'\(entry.path)' has a value that can't be used",
            at: "\(path):\(entry.line)", because: ["it should be \(Self.words(kind))"],
            hint: "change it there; the local value counts, 'env(…)' is not looked up")
    }

    private static func fits(_ value: TOMLDocument.Value, _ kind: Kind) -> Bool {
        switch (kind, value) {
        case (.any, _), (.int, .int), (.bool, .bool): true
        case (.string, .string(let text)): !text.hasPrefix("env(")
        case (.strings, .array(let values)): values.allSatisfy { fits($0, .string) }
        default: false
        }
    }

    private static func words(_ kind: Kind) -> String {
        switch kind {
        case .string: "a text"
        case .int: "a whole number"
        case .bool: "true or false"
        case .strings: "a list of texts"
        case .any: "anything"
        }
    }

    /// Keys that nothing here reads, as `db.pooler.port (line 40)`.
    var unsupported: [String] {
        (document?.entries ?? []).filter { Self.followed[$0.path] == nil }
            .map { "\($0.path) (line \($0.line))" }
    }

    func string(_ key: String) -> String? {
        if case .string(let text) = document?[key]?.value { text } else { nil }
    }

    func int(_ key: String) -> Int? {
        if case .int(let number) = document?[key]?.value { number } else { nil }
    }

    func bool(_ key: String) -> Bool? {
        if case .bool(let value) = document?[key]?.value { value } else { nil }
    }

    func strings(_ key: String) -> [String]? {
        guard case .array(let values) = document?[key]?.value else { return nil }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}
