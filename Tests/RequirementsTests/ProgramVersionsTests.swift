import Glibc
import Platform
import Testing
import Vocabulary

@testable import Requirements

/// A program is asked for its version once, and again when it is another program.
struct ProgramVersionsTests {
    private func versions(_ world: World, isWritable: Bool = true) -> ProgramVersions {
        ProgramVersions(path: world.path("cache/programs.json"), isWritable: isWritable)
    }

    /// What `probe` finds at `path`; the program's own answer is always `own`.
    private func ask(_ world: World, _ path: String, isWritable: Bool = true) throws -> String? {
        var request = world.request("redis")
        request.versions = versions(world, isWritable: isWritable)
        return try InstalledProgram.probe([path], request) { _ in "own" }.first?.version
    }

    /// A native program of this machine, in a place where it can be changed.
    private func program(_ world: World) throws -> String {
        let bytes = try FileSystem.read("/bin/true")
        try FileSystem.writeAtomically(bytes, to: world.path("server"), mode: 0o755)
        return world.path("server")
    }

    private func remember(_ version: String, of program: String, in world: World) {
        var versions = versions(world)
        versions.remember(version, of: program)
        versions.save()
    }

    @Test func aKnownProgramIsNotAsked() throws {
        let world = try World()
        let program = try program(world)
        remember("remembered", of: program, in: world)
        #expect(try ask(world, program) == "remembered")
    }

    @Test("a program that was replaced is asked")
    func aReplacedProgramIsAsked() throws {
        let world = try World()
        let path = try program(world)
        remember("remembered", of: path, in: world)
        // The old file is still there, so that the new one can't get its inode.
        try FileSystem.writeAtomically(
            try FileSystem.read("/bin/true"), to: world.path("other"), mode: 0o755)
        try checked("rename", path) { rename(world.path("other"), path) }
        #expect(try ask(world, path) == "own")
    }

    @Test func theAnswerIsKept() throws {
        let world = try World()
        let program = try program(world)
        #expect(try ask(world, program) == "own")
        #expect(versions(world)[program] == "own")
    }

    @Test("a script is asked each time: what it runs may have changed")
    func aScriptIsAsked() throws {
        let world = try World()
        try world.write("server", "#!/bin/sh\n", mode: 0o755)
        #expect(try ask(world, world.path("server")) == "own")
        #expect(versions(world)[world.path("server")] == nil)
    }

    @Test func whoOnlyLooksWritesNothing() throws {
        let world = try World()
        #expect(try ask(world, try program(world), isWritable: false) == "own")
        #expect(!FileSystem.exists(world.path("cache/programs.json")))
    }

    @Test func aDamagedFileIsAsked() throws {
        let world = try World()
        try world.write("cache/programs.json", "{\"programs\":")
        #expect(try ask(world, try program(world)) == "own")
    }
}
