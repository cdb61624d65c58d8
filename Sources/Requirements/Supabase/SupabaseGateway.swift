import Vocabulary

/// What the gateway passes on to whom, as Kong's declarative configuration (format 2.1); JSON, which
/// it reads as YAML.
struct SupabaseGateway {
    let parts: [SupabasePart]
    let keys: SupabaseKeys

    var json: JSON {
        [
            "_format_version": "2.1",
            "consumers": [
                consumer("anon", keys.anonymous), consumer("service_role", keys.serviceRole),
            ],
            "acls": [
                ["consumer": "anon", "group": "anon"],
                ["consumer": "service_role", "group": "admin"],
            ],
            "services": .array(services),
        ]
    }

    private func consumer(_ name: String, _ key: String) -> JSON {
        ["username": .string(name), "keyauth_credentials": [["key": .string(key)]]]
    }

    private var services: [JSON] {
        Self.routes.filter { parts.contains($0.part) }.map { route in
            var plugins: [JSON] = [["name": "cors"]]
            plugins += route.plugins
            if !route.groups.isEmpty { plugins += guards(route.groups) }
            return [
                "name": .string(route.name), "url": .string(route.target),
                "routes": [
                    [
                        "name": .string(route.name), "strip_path": true,
                        "paths": [.string(route.path)],
                    ]
                ],
                "plugins": .array(plugins),
            ]
        }
    }

    /// A key of these groups is wanted.
    private func guards(_ groups: [String]) -> [JSON] {
        [
            ["name": "key-auth", "config": ["hide_credentials": false]],
            [
                "name": "acl",
                "config": ["hide_groups_header": true, "allow": JSON(groups)],
            ],
        ]
    }

    private struct Route {
        var part: SupabasePart
        var name: String
        var path: String
        var target: String
        var groups = ["admin", "anon"]
        var plugins: [JSON] = []
    }

    /// The addresses are those of Supabase's own gateway, which its clients expect.
    private static let routes = [
        Route(
            part: .auth, name: "auth-verify", path: "/auth/v1/verify",
            target: "http://auth:9999/verify", groups: []),
        Route(
            part: .auth, name: "auth-callback", path: "/auth/v1/callback",
            target: "http://auth:9999/callback", groups: []),
        Route(
            part: .auth, name: "auth-authorize", path: "/auth/v1/authorize",
            target: "http://auth:9999/authorize", groups: []),
        Route(part: .auth, name: "auth", path: "/auth/v1/", target: "http://auth:9999/"),
        Route(part: .rest, name: "rest", path: "/rest/v1/", target: "http://rest:3000/"),
        Route(
            part: .rest, name: "graphql", path: "/graphql/v1",
            target: "http://rest:3000/rpc/graphql",
            plugins: [
                [
                    "name": "request-transformer",
                    "config": ["add": ["headers": ["Content-Profile:graphql_public"]]],
                ]
            ]),
        Route(
            part: .realtime, name: "realtime-api", path: "/realtime/v1/api",
            target: "http://\(SupabaseCompose.realtimeHost):4000/api"),
        Route(
            part: .realtime, name: "realtime", path: "/realtime/v1/",
            target: "http://\(SupabaseCompose.realtimeHost):4000/socket"),
        // It checks tokens by itself, and public files need none.
        Route(
            part: .storage, name: "storage", path: "/storage/v1/", target: "http://storage:5000/",
            groups: []),
        Route(
            part: .meta, name: "meta", path: "/pg/", target: "http://meta:8080/",
            groups: ["admin"]),
    ]
}
