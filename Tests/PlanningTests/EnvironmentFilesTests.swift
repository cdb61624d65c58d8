import Configuration
import Planning
import Platform
import RunState
import Testing
import Vocabulary

struct EnvironmentFilesTests {
    private let folder = "/tmp/envctl-test-\(Random.hex(bytes: 8))"

    private func file(_ name: String, _ text: String) throws -> String {
        try FileSystem.createDirectories(folder)
        try FileSystem.writeAtomically(Array(text.utf8), to: Path.join(folder, name))
        return Path.join(folder, name)
    }

    @Test func theOwnEnvironmentWinsOverFilesAndFilesOverTheCaller() throws {
        defer { try? FileSystem.removeTree(folder) }  // only space
        let one = try file("one", "# note\nA=file\nB='two words'\nexport C=1\n")
        let two = try file("two", "C=2\n")
        let files = try EnvironmentFiles.read(
            [EnvironmentFile(path: one), EnvironmentFile(path: two)], of: id("api"))
        let project = Project(
            scope: ScopeID(unchecked: "s"), name: .main, identity: "i", root: "/", worktree: "/")
        let values = ReferenceValues(project: .main, ports: [:], projections: [:], caller: [:])
        let environment = try ComponentEnvironment(
            id("api"), files: files,
            own: [EnvironmentEntry(name: "A", value: Template(literal: "own"))], of: project,
            run: nil, caller: CallerEnvironment(["B": "caller", "D": "d"], project: "s/main"),
            values: values)
        #expect(environment.variables["A"] == "own")
        #expect(environment.variables["B"] == "two words")
        #expect(environment.variables["C"] == "2")
        #expect(environment.variables["D"] == "d")
        #expect(environment.declared.contains { $0.part == "env_file.B" })
    }

    @Test func aMissingFileAndABadLineAreNamed() throws {
        defer { try? FileSystem.removeTree(folder) }  // only space
        let bad = try file("bad", "A=1\nno assignment\n")
        for (path, place) in [(bad, bad + ":2"), (folder + "/none", folder + "/none")] {
            #expect {
                _ = try EnvironmentFiles.read(
                    [EnvironmentFile(path: path)], of: id("api"))
            } throws: { error in
                let failure = error as? Failure
                return failure?.code == "config.env_file" && failure?.location == place
            }
        }
    }

    /// As in compose: the caller first, then earlier lines, those of earlier files too.
    @Test func referencesSeeTheCallerThenEarlierFiles() throws {
        defer { try? FileSystem.removeTree(folder) }  // only space
        let one = try file("one", "A=one\nB=${A}-b\n")
        let two = try file("two", "C=${B}-c\nHOME\nNOBODY\n")
        let files = [one, two].map { EnvironmentFile(path: $0) }
        let read = try EnvironmentFiles.read(files, of: id("api"), caller: ["HOME": "/h"])
        #expect(read.map(\.name) == ["A", "B", "C", "HOME"])
        #expect(read.map(\.value) == ["one", "one-b", "one-b-c", "/h"])
        let other = try EnvironmentFiles.read(files, of: id("api"), caller: ["A": "theirs"])
        #expect(other.map(\.value) == ["one", "theirs-b", "theirs-b-c"])
    }

    @Test func aFileThatIsNotRequiredMayBeMissing() throws {
        let file = EnvironmentFile(path: folder + "/none", isRequired: false)
        #expect(try EnvironmentFiles.read([file], of: id("api")).isEmpty)
    }
}
