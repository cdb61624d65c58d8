import Platform
import Supervision
import Testing
import Vocabulary

@testable import Requirements

/// Held against the real tool, version 1.29 or 2.
@Suite struct SupabaseComposeTests {
    static let tool: String? = ["/usr/bin/docker-compose", "/usr/local/bin/docker-compose"]
        .first(where: FileSystem.isExecutable)

    /// Every set of parts that `include:` can lead to.
    static let subsets: [[SupabasePart]] = {
        let all = SupabasePart.allCases
        let asked = (0..<(1 << all.count)).map { bits in
            all.indices.filter { bits >> $0 & 1 == 1 }.map { all[$0] }
        }
        return Array(Set(asked.map { SupabasePart.closure(of: $0) }))
    }()

    @Test(.enabled(if: tool != nil, "docker-compose is not installed"))
    func composeAcceptsEverySubset() throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        var files: [String] = []
        for (index, parts) in Self.subsets.enumerated() {
            let instance = try world.instance(["include": JSON(parts.map(\.rawValue))])
            let stack = try SupabaseStack(instance)
            #expect(stack.parts == parts)
            files.append(world.world.path("subset-\(index).yaml"))
            try FileSystem.writeAtomically(
                Array(SupabaseCompose(stack: stack).text.utf8), to: files[index])
        }
        #expect(files.count > 70)
        let instance = try world.instance()
        let spec = try #require(try SupabaseAdapter().launchSpec(instance))
        #expect(try check(files, spec.environment) == [])
    }

    /// What is refused, with the reason. Version 1 is Python: all in one process, else it would take
    /// half a second each.
    private func check(_ files: [String], _ environment: [String]) throws -> [String] {
        let script = """
            import sys, compose.cli.main
            files = sys.argv[1:]
            for file in files:
                sys.argv = ["docker-compose", "--file", file, "config", "--quiet"]
                try:
                    compose.cli.main.main()
                except SystemExit as error:
                    if error.code:
                        print(file)
            """
        let isPython = try FileSystem.read(Self.tool ?? "", limit: 64).starts(
            with: Array("#!/usr/bin/python3".utf8))
        if isPython {
            let result = try run("/usr/bin/python3", ["-c", script] + files, environment)
            return result.isSuccess && result.text.isEmpty ? [] : [result.text]
        }
        return try files.compactMap { file in
            let words = ["--file", file, "config", "--quiet"]
            let result = try run(Self.tool ?? "", words, environment)
            return result.isSuccess ? nil : "\(file): \(result.text)"
        }
    }

    private func run(
        _ program: String, _ arguments: [String], _ environment: [String]
    ) throws -> Subprocess.Result {
        let pairs = environment.map { text -> (String, String) in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
        var process = Subprocess(
            program, arguments, environment: Dictionary(pairs) { $1 }, directory: "/tmp")
        process.timeout = 120_000
        return try process.run()
    }

    /// The detector detects.
    @Test(.enabled(if: tool != nil, "docker-compose is not installed"))
    func composeRefusesWhatIsWrong() throws {
        let world = try World()
        try world.write("wrong.yaml", "services:\n  db:\n    image: x\n    depends_on: [nobody]\n")
        #expect(try !check([world.path("wrong.yaml")], ["PATH=/usr/bin:/bin"]).isEmpty)
    }

    /// Every punctuation mark gets into a container as it is: through the environment of compose,
    /// which fills it in, and in what the configuration adds to a part.
    @Test(.enabled(if: tool != nil, "docker-compose is not installed"))
    func punctuationPassesUnchanged() throws {
        let world = try SupabaseWorld()
        defer { world.end() }
        let marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ${x} $$"
        var instance = try world.instance([
            "include": ["auth"], "variables": ["auth": ["MARKS": .string(marks)]],
        ])
        instance.secrets.set(marks, "password", of: instance.component)
        let stack = try SupabaseStack(instance)
        let file = world.world.path("marks.yaml")
        try FileSystem.writeAtomically(Array(SupabaseCompose(stack: stack).text.utf8), to: file)
        let spec = try #require(try SupabaseAdapter().launchSpec(instance))
        let shown = try run(Self.tool ?? "", ["--file", file, "config"], spec.environment)
        let resolved = world.world.path("resolved.yaml")
        try FileSystem.writeAtomically(Array(shown.text.utf8), to: resolved)
        let script = """
            import sys, yaml
            services = yaml.safe_load(open(sys.argv[1]))["services"]
            print(services["auth"]["environment"]["MARKS"].replace("$$", "$"))
            print(services["db"]["environment"]["POSTGRES_PASSWORD"].replace("$$", "$"))
            """
        let read = try run("/usr/bin/python3", ["-c", script, resolved], ["PATH=/usr/bin:/bin"])
        #expect(read.text == "\(marks)\n\(marks)\n")
        let url = try SupabaseAccess(instance).databaseURL ?? ""
        #expect(
            try ServerAddress(url, schemes: ["postgresql"], defaultPort: 1).password == marks)
    }
}
