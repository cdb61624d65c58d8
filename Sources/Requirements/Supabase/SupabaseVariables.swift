import Vocabulary

/// What the parts read from their environment, by the official images' contracts. `${ENVCTL_…}` is
/// filled in by compose from its own environment.
struct SupabaseVariables {
    let stack: SupabaseStack

    private var file: SupabaseConfigFile { stack.settings.file }

    func of(_ part: SupabasePart) -> [(String, String)] {
        switch part {
        case .db: database
        case .auth: auth
        case .rest: rest
        case .realtime: realtime
        case .storage: storage
        case .imgproxy: imgproxy
        case .meta: meta
        case .studio: studio
        case .gateway: gateway
        }
    }

    private var database: [(String, String)] {
        [
            ("POSTGRES_HOST", "/var/run/postgresql"), ("POSTGRES_PORT", "5432"),
            ("PGPORT", "5432"), ("POSTGRES_DB", "postgres"), ("PGDATABASE", "postgres"),
            ("POSTGRES_PASSWORD", "${ENVCTL_PASSWORD}"), ("PGPASSWORD", "${ENVCTL_PASSWORD}"),
            ("JWT_SECRET", "${ENVCTL_JWT_SECRET}"), ("JWT_EXP", "\(stack.settings.jwtExpiry)"),
            ("ENVCTL_ROLES", SupabaseCompose.literal(SupabaseRoles.sql)),
        ]
    }

    private var rest: [(String, String)] {
        [
            ("PGRST_DB_URI", "${ENVCTL_REST_DB_URL}"),
            ("PGRST_DB_SCHEMAS", joined(stack.settings.schemas)),
            ("PGRST_DB_EXTRA_SEARCH_PATH", joined(stack.settings.searchPath)),
            ("PGRST_DB_MAX_ROWS", "\(file.int("api.max_rows") ?? 1000)"),
            ("PGRST_DB_ANON_ROLE", "anon"), ("PGRST_DB_USE_LEGACY_GUCS", "false"),
            ("PGRST_JWT_SECRET", "${ENVCTL_JWT_SECRET}"),
            ("PGRST_APP_SETTINGS_JWT_SECRET", "${ENVCTL_JWT_SECRET}"),
            ("PGRST_APP_SETTINGS_JWT_EXP", "\(stack.settings.jwtExpiry)"),
        ]
    }

    private var realtime: [(String, String)] {
        [
            ("PORT", "4000"), ("APP_NAME", "realtime"), ("DB_HOST", "db"), ("DB_PORT", "5432"),
            ("DB_NAME", "postgres"), ("DB_USER", "supabase_admin"),
            ("DB_PASSWORD", "${ENVCTL_PASSWORD}"),
            ("DB_AFTER_CONNECT_QUERY", "SET search_path TO _realtime"),
            ("DB_ENC_KEY", "${ENVCTL_DB_ENC_KEY}"),
            ("SECRET_KEY_BASE", "${ENVCTL_SECRET_KEY_BASE}"),
            ("API_JWT_SECRET", "${ENVCTL_JWT_SECRET}"),
            ("METRICS_JWT_SECRET", "${ENVCTL_JWT_SECRET}"),
            ("ERL_AFLAGS", "-proto_dist inet_tcp"), ("DNS_NODES", "''"),
            ("RLIMIT_NOFILE", "10000"), ("SEED_SELF_HOST", "true"), ("RUN_JANITOR", "true"),
        ]
    }

    private var storage: [(String, String)] {
        let transforms = stack.has(.imgproxy)
        return [
            ("ANON_KEY", "${ENVCTL_ANON_KEY}"), ("SERVICE_KEY", "${ENVCTL_SERVICE_ROLE_KEY}"),
            ("PGRST_JWT_SECRET", "${ENVCTL_JWT_SECRET}"), ("POSTGREST_URL", "http://rest:3000"),
            ("DATABASE_URL", "${ENVCTL_STORAGE_DB_URL}"),
            ("STORAGE_BACKEND", "file"), ("FILE_STORAGE_BACKEND_PATH", "/var/lib/storage"),
            ("FILE_SIZE_LIMIT", "\(FileSizeLimit.bytes(file.string("storage.file_size_limit")))"),
            ("TENANT_ID", "envctl"), ("REGION", "local"), ("GLOBAL_S3_BUCKET", "envctl"),
            ("ENABLE_IMAGE_TRANSFORMATION", "\(transforms)"),
            ("IMGPROXY_URL", "http://imgproxy:5001"),
        ]
    }

    private var imgproxy: [(String, String)] {
        [
            ("IMGPROXY_BIND", ":5001"), ("IMGPROXY_LOCAL_FILESYSTEM_ROOT", "/"),
            ("IMGPROXY_USE_ETAG", "true"), ("IMGPROXY_ENABLE_WEBP_DETECTION", "true"),
        ]
    }

    private var meta: [(String, String)] {
        [
            ("PG_META_PORT", "8080"), ("PG_META_DB_HOST", "db"), ("PG_META_DB_PORT", "5432"),
            ("PG_META_DB_NAME", "postgres"), ("PG_META_DB_USER", "supabase_admin"),
            ("PG_META_DB_PASSWORD", "${ENVCTL_PASSWORD}"), ("CRYPTO_KEY", "${ENVCTL_META_KEY}"),
        ]
    }

    private var studio: [(String, String)] {
        [
            ("HOSTNAME", "0.0.0.0"), ("STUDIO_PG_META_URL", "http://meta:8080"),
            ("POSTGRES_PASSWORD", "${ENVCTL_PASSWORD}"),
            ("PG_META_CRYPTO_KEY", "${ENVCTL_META_KEY}"),
            ("DEFAULT_ORGANIZATION_NAME", "envctl"),
            ("DEFAULT_PROJECT_NAME", SupabaseCompose.literal(stack.instance.project.rawValue)),
            ("SUPABASE_URL", "http://gateway:8000"),
            ("SUPABASE_PUBLIC_URL", "${ENVCTL_API_URL}"),
            ("SUPABASE_ANON_KEY", "${ENVCTL_ANON_KEY}"),
            ("SUPABASE_SERVICE_KEY", "${ENVCTL_SERVICE_ROLE_KEY}"),
            ("AUTH_JWT_SECRET", "${ENVCTL_JWT_SECRET}"), ("NEXT_PUBLIC_ENABLE_LOGS", "false"),
        ]
    }

    private var gateway: [(String, String)] {
        [
            ("KONG_DATABASE", "off"), ("KONG_DECLARATIVE_CONFIG", "/home/kong/kong.yml"),
            ("KONG_DNS_ORDER", "LAST,A,CNAME"),
            ("KONG_PLUGINS", "request-transformer,cors,key-auth,acl"),
            ("KONG_NGINX_PROXY_PROXY_BUFFER_SIZE", "160k"),
            ("KONG_NGINX_PROXY_PROXY_BUFFERS", "64 160k"),
            ("ENVCTL_GATEWAY", "${ENVCTL_GATEWAY}"),
        ]
    }

    private func joined(_ words: [String]) -> String {
        SupabaseCompose.literal(words.joined(separator: ","))
    }
}
