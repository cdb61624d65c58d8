import Testing
import Vocabulary

@testable import Routing

/// The arguments of a command line without quotes, for the tables below.
func arguments(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

func route(_ line: String) throws -> Route { try Parser.parse(arguments(line)) }

@Suite struct ParserTests {
    @Test(arguments: CommandTable.rows)
    func everyRowIsReachedByItsWordsAndItsAliases(row: CommandRow) throws {
        var program: [String] = []
        switch row.positionals {
        case .program: program = ["true"]
        case .snapshot, .file, .namedKeys: program = ["one"]
        case .setting: program = ["one", "two"]
        case .shell: program = ["bash"]
        case .none, .components, .keys, .topic: break
        }
        if row.subcommand == "clone" { program = ["--from", "main"] }
        let plain = try Parser.parse(row.words + program)
        #expect(plain.command == row.command)
        #expect(plain.subcommand == row.subcommand)
        #expect(plain.row.name == row.name)
        for alias in row.aliases { #expect(try Parser.parse([alias] + program) == plain) }
    }

    @Test func aSnapshotIsNamedBeforeComponents() throws {
        let snapshot = try route("data snapshot one postgres --all")
        #expect(snapshot.subject == "one")
        #expect(snapshot.components.map(\.rawValue) == ["postgres"])
        let export = try route("data export a/b.sql postgres")
        #expect(export.subject == "a/b.sql")
    }

    /// A value is nobody else's word: no mode, no assignment, no key.
    @Test(arguments: [
        ("config set default_mode trees", "default_mode", "trees"),
        ("config set a.b A=B", "a.b", "A=B"), ("config set a.b=c=d", "a.b", "c=d"),
        ("config set A__B=1", "A__B", "1"), ("config set a.b=", "a.b", ""),
        ("config set a.b -- -1", "a.b", "-1"),
    ]) func aSettingIsAKeyAndAValue(_ line: String, _ key: String, _ value: String) throws {
        let found = try route(line)
        #expect(found.keys == [key])
        #expect(found.setting == value)
    }

    @Test(arguments: ["config set", "config set a.b", "config get", "config unset"])
    func aKeyThatIsMissingIsAnError(_ line: String) throws {
        #expect(throws: Failure.self) { try route(line) }
    }

    @Test func nothingAtAllIsTheBareCommand() throws {
        #expect(try Parser.parse([]) == Route(.bare))
        #expect(try route("--json").command == .bare)
        #expect(throws: Failure.self) { try route("bare") }
    }

    @Test func flagsAndWordsComeInAnyOrder() throws {
        let expected = try route("logs api web --tail 5 -f --json")
        for line in [
            "--json logs --tail=5 api -f web", "-f --tail 5 --json logs api web",
            "logs -n 5 api --follow web --json", "logs -fn5 api web --json",
            "--logs -n5 api web -f --json", "logs --tail 9 --tail 5 -f --json api web",
        ] {
            let found = try route(line)
            #expect(found.components.map(\.rawValue) == ["api", "web"], "\(line)")
            #expect(found.integer(.tail) == 5 && found.has(.follow) && found.has(.json), "\(line)")
            #expect(found.targets == expected.targets)
        }
    }

    @Test func repeatableFlagsKeepEachValue() throws {
        let found = try route("start --skip web --skip=worker --timeout 1m30s")
        #expect(found.values(.skip) == ["web", "worker"])
        #expect(found.duration(.timeout) == 90_000)
        #expect(!found.has(.detach))
        #expect(found.value(.format) == nil)
    }

    @Test func valuesMayHaveEqualsSignsAndSpaces() throws {
        #expect(try Parser.parse(["status", "--repo=/a=b c"]).repository == "/a=b c")
        #expect(try Parser.parse(["status", "--repo", "/a b"]).repository == "/a b")
        #expect(try Parser.parse(["status", "--project=-x"]).targets.projects == ["-x"])
    }

    @Test func assignmentsAreKeptInOrder() throws {
        let found = try Parser.parse(["A=1", "start", "SERVICES__API__ENV=x=y z", "api", "A="])
        #expect(
            found.assignments == [
                Assignment(key: "A", value: "1"),
                Assignment(key: "SERVICES__API__ENV", value: "x=y z"),
                Assignment(key: "A", value: ""),
            ])
        #expect(found.components.map(\.rawValue) == ["api"])
    }

    @Test(arguments: ["a=1", "=1", "1A=2", "A-B=2", "A", "É=1", ""])
    func noAssignment(word: String) {
        #expect(Assignment(word: word) == nil)
    }

    @Test(
        arguments: [
            ("stop", TargetSelection()),
            ("stop main", TargetSelection(mode: .main)),
            ("trees stop", TargetSelection(mode: .trees)),
            ("stop --main trees", TargetSelection(mode: .trees)),
            ("stop trees --main", TargetSelection(mode: .main)),
            ("stop --all", TargetSelection(all: true)),
            ("stop --everywhere --all", TargetSelection(all: true, everywhere: true)),
            ("stop --project a --project b", TargetSelection(projects: ["a", "b"])),
        ])
    func targets(line: String, expected: TargetSelection) throws {
        let found = try route(line)
        #expect(found.targets == expected)
        #expect(found.targets.isImplicit == (line == "stop"))
    }

    @Test func afterTheDashesWordsAreTakenAsTheyAre() throws {
        let found = try route("stop --json -- main")
        #expect(found.components.map(\.rawValue) == ["main"])
        #expect(found.targets.isImplicit)
        #expect(try route("show-config -- --json").keys == ["--json"])
    }

    @Test(
        arguments: [
            ("exec psql -c --json", ["psql", "-c", "--json"], false),
            ("exec --json npm test --help", ["npm", "test", "--help"], true),
            ("exec main ls --all", ["ls", "--all"], false),
            ("exec -- main --version", ["main", "--version"], false),
            ("exec PORT=1 env A=2", ["env", "A=2"], false),
            ("--exec ls -- -l", ["ls", "--", "-l"], false),
        ])
    func theProgramKeepsItsOwnWords(line: String, program: [String], json: Bool) throws {
        let found = try route(line)
        #expect(found.command == .exec)
        #expect(found.program == program)
        #expect(found.has(.json) == json)
        #expect(Parser.asksForJSON(arguments(line)) == json)
    }

    @Test func helpIsForWhatStandsBesideIt() throws {
        #expect(try route("--help") == Route(.help, flags: [.help: []]))
        #expect(try route("help").topic == [])
        for line in ["help start", "start --help", "--help start", "start --bogus api --tail -h"] {
            #expect(try route(line).command == .help)
            #expect(try route(line).topic == ["start"], "\(line)")
        }
        #expect(try route("config check --help").topic == ["config", "check"])
        #expect(try route("help config check").topic == ["config", "check"])
        #expect(try route("config -h").topic == ["config"])
        #expect(try route("start --help --json").has(.json))
    }

    @Test func versionIsAFlagAndAWord() throws {
        #expect(try route("--version").command == .version)
        #expect(try route("version").command == .version)
        #expect(try route("--version --json").has(.json))
    }
}
