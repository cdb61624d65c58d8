import Vocabulary

extension SupabaseVariables {
    private var file: SupabaseConfigFile { stack.settings.file }

    /// What `[auth]` of the repository's file sets, else that file's own defaults.
    var auth: [(String, String)] {
        let redirects = file.strings("auth.additional_redirect_urls") ?? []
        return [
            ("GOTRUE_API_HOST", "0.0.0.0"), ("GOTRUE_API_PORT", "9999"),
            ("API_EXTERNAL_URL", "${ENVCTL_API_URL}"),
            ("GOTRUE_DB_DRIVER", "postgres"), ("GOTRUE_DB_DATABASE_URL", "${ENVCTL_AUTH_DB_URL}"),
            ("GOTRUE_SITE_URL", text("auth.site_url", "http://127.0.0.1:3000")),
            ("GOTRUE_URI_ALLOW_LIST", SupabaseCompose.literal(redirects.joined(separator: ","))),
            ("GOTRUE_JWT_SECRET", "${ENVCTL_JWT_SECRET}"),
            ("GOTRUE_JWT_EXP", "\(stack.settings.jwtExpiry)"),
            ("GOTRUE_JWT_AUD", "authenticated"), ("GOTRUE_JWT_ADMIN_ROLES", "service_role"),
            ("GOTRUE_JWT_DEFAULT_GROUP_NAME", "authenticated"),
            ("GOTRUE_DISABLE_SIGNUP", "\(!flag("auth.enable_signup", true))"),
            (
                "GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED",
                "\(flag("auth.enable_anonymous_sign_ins", false))"
            ),
            ("GOTRUE_PASSWORD_MIN_LENGTH", number("auth.minimum_password_length", 6)),
            (
                "GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED",
                "\(flag("auth.enable_refresh_token_rotation", true))"
            ),
            (
                "GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL",
                number("auth.refresh_token_reuse_interval", 10)
            ),
            (
                "GOTRUE_SECURITY_MANUAL_LINKING_ENABLED",
                "\(flag("auth.enable_manual_linking", false))"
            ),
        ] + channels
    }

    /// By mail and by telephone. No mail is sent from here: without a word addresses are believed.
    private var channels: [(String, String)] {
        [
            ("GOTRUE_EXTERNAL_EMAIL_ENABLED", "\(flag("auth.email.enable_signup", true))"),
            (
                "GOTRUE_MAILER_AUTOCONFIRM", "\(!flag("auth.email.enable_confirmations", false))"
            ),
            (
                "GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED",
                "\(flag("auth.email.double_confirm_changes", true))"
            ),
            ("GOTRUE_EXTERNAL_PHONE_ENABLED", "\(flag("auth.sms.enable_signup", false))"),
        ]
    }

    private func flag(_ key: String, _ usual: Bool) -> Bool { file.bool(key) ?? usual }
    private func number(_ key: String, _ usual: Int) -> String { "\(file.int(key) ?? usual)" }
    private func text(_ key: String, _ usual: String) -> String {
        SupabaseCompose.literal(file.string(key) ?? usual)
    }
}

/// `50MiB`, as the repository's file writes it.
enum FileSizeLimit {
    private static let units = [
        ("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30), ("kb", 1000), ("mb", 1_000_000),
        ("gb", 1_000_000_000), ("b", 1),
    ]

    /// In bytes; 50 MiB where it says nothing that can be read.
    static func bytes(_ text: String?) -> Int {
        let words = text?.lowercased().filter { $0 != " " } ?? ""
        for (unit, factor) in units where words.hasSuffix(unit) {
            if let count = Int(words.dropLast(unit.count)), count < 1 << 30 {
                return count * factor
            }
        }
        return Int(words) ?? 50 << 20
    }
}
