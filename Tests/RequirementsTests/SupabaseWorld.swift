import Configuration
import Platform
import Vocabulary

@testable import Requirements

/// A project with a Supabase on an engine that only tells its version.
struct SupabaseWorld {
    let world: World
    let bin: String

    init() throws {
        let stub = """
            #!/bin/sh
            case "$1" in
            version) echo 28.0.0 ;;
            compose) echo 2.30.0 ;;
            *) exit 1 ;;
            esac

            """
        let path = "/tmp/envctl-requirements-engine-\(Random.hex(bytes: 4))"
        try FileSystem.createDirectories(path)
        bin = path
        world = try World(environment: ["PATH": "\(path):/usr/bin:/bin"])
        try FileSystem.writeAtomically(Array(stub.utf8), to: Path.join(path, "docker"), mode: 0o755)
    }

    func end() {
        // What can't be removed is in /tmp, and says so by its name.
        try? FileSystem.removeTree(bin)
    }

    func request(
        _ values: [String: JSON] = [:], version: String? = nil
    ) -> RequirementRequest {
        world.request("supabase", version: version, backend: .docker, values: values)
    }

    func instance(_ values: [String: JSON] = [:]) throws -> RequirementInstance {
        try world.instance(request(values))
    }

    /// Writes a file of the repository's `supabase/`.
    func write(_ name: String, _ text: String) throws {
        let path = world.path("project/supabase/\(name)")
        try FileSystem.createDirectories(Path.parent(path), mode: 0o755)
        try FileSystem.writeAtomically(Array(text.utf8), to: path)
    }
}
