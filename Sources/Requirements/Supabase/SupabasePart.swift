/// One of the programs that make a Supabase; the name is its compose service and its host name.
enum SupabasePart: String, CaseIterable, Sendable {
    case db, auth, rest, realtime, storage, imgproxy, meta, studio, gateway

    /// Without these it is of no use.
    var requires: [SupabasePart] {
        switch self {
        case .db, .imgproxy: []
        case .auth, .rest, .realtime: [.db, .gateway]
        case .storage: [.db, .rest, .gateway]
        case .meta: [.db, .gateway]
        case .studio: [.meta]
        case .gateway: [.db]
        }
    }

    /// These have to run before it, where they are included.
    var follows: [SupabasePart] {
        switch self {
        case .db, .imgproxy: []
        case .auth, .rest, .realtime, .meta: [.db]
        case .storage: [.db, .rest, .imgproxy]
        case .studio: [.meta]
        // Last: whoever sees its port sees all that is behind it begun.
        case .gateway: [.auth, .rest, .realtime, .storage, .meta, .studio]
        }
    }

    /// The official image; the database's follows the major version.
    func image(major: Int) -> String {
        switch self {
        case .db:
            major >= 17 ? "supabase/postgres:17.4.1.067" : "supabase/postgres:15.8.1.085"
        case .auth: "supabase/gotrue:v2.177.0"
        case .rest: "postgrest/postgrest:v12.2.12"
        case .realtime: "supabase/realtime:v2.41.7"
        case .storage: "supabase/storage-api:v1.25.12"
        case .imgproxy: "darthsim/imgproxy:v3.8.0"
        case .meta: "supabase/postgres-meta:v0.91.2"
        case .studio: "supabase/studio:2025.07.21-sha-88dca02"
        case .gateway: "kong:2.8.1"
        }
    }

    static let majors = [15, 17]

    /// The parts with all that they require, in declared order.
    static func closure(of parts: some Sequence<SupabasePart>) -> [SupabasePart] {
        var found = Set<SupabasePart>([.db])
        var waiting = Array(parts)
        while let part = waiting.popLast() {
            guard found.insert(part).inserted || part == .db else { continue }
            waiting += part.requires
        }
        return allCases.filter(found.contains)
    }
}
