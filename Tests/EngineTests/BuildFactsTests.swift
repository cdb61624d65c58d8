import Platform
import Testing
import Vocabulary

@testable import Engine

/// A binary in the build folder of a checkout knows whether its sources have changed.
@Suite struct BuildFactsTests {
    private let world: World
    private var checkout: String { Path.join(world.folder, "checkout") }
    private let stamp = ".build/x86_64-linux/release/envctl-build.json"

    init() throws {
        world = try World()
        // In byte order of the paths a-b is before a/, in order of the names it is not.
        for name in ["Package.swift", "Sources/a/x.swift", "Sources/a-b/y.c", "Sources/a/ö z"] {
            try put(name, name)
        }
        let digest = JSON.string(try digestOfTheBuild())
        try put(stamp, record(digest).compact)
        // All of it is older than the build.
        _ = try shell("find Package.swift Sources -exec touch -d 2000-01-01 {} +")
    }

    private func record(_ digest: JSON) -> JSON {
        [
            "schema": "envctl.build/1", "commit": "1a2b3c4d5e6f",
            "sources_at": "2001-01-01T00:00:00.000Z", "sources_digest": digest,
        ]
    }

    private func put(_ name: String, _ text: String) throws {
        let path = Path.join(checkout, name)
        try FileSystem.createDirectories(Path.parent(path))
        try FileSystem.writeAtomically(Array(text.utf8), to: path)
    }

    /// What the function of the build script computes.
    private func digestOfTheBuild() throws -> String {
        let lines = try shell("source \"$0\"; sources_digest").split(separator: "\n")
        return String(lines.first ?? "")
    }

    /// The output of a script in the checkout; `$0` is the library of the build script.
    private func shell(_ script: String) throws -> String {
        let result = try Subprocess(
            "/bin/bash", ["-c", script, Checkout.path("bin/lib/build.bash")],
            environment: world.host.environment, directory: checkout
        ).run()
        #expect(result.isSuccess, "\(result.text)")
        return result.text
    }

    private var facts: BuildFacts {
        BuildFacts.read(beside: Path.join(checkout, Path.parent(stamp), "envctl"))
    }

    @Test func theDigestIsThatOfTheBuild() throws {
        #expect(try CheckoutSources(of: checkout).digest() == (try digestOfTheBuild()))
        #expect(try digestOfTheBuild().count == 64)
    }

    @Test func whatWasNotChangedIsNotStale() throws {
        #expect(facts.checkout == checkout)
        #expect(facts.isStale() == false)
        try put("Sources/a/x.swift", "Sources/a/x.swift")
        try put("README.md", "no source")
        #expect(facts.isStale() == false)
    }

    @Test func whereNoTimeIsNewerNothingIsRead() throws {
        try put(stamp, record("no digest at all").compact)
        #expect(facts.isStale() == false)
        try put("Package.swift", "Package.swift")
        #expect(facts.isStale() == true)
    }

    @Test(arguments: ["Sources/a/x.swift", "Sources/a/new.swift", "Package.swift"])
    func aChangedOrNewSourceMakesItStale(name: String) throws {
        try put(name, "changed")
        #expect(facts.isStale() == true)
    }

    @Test func aRemovedSourceMakesItStale() throws {
        try FileSystem.removeFile(Path.join(checkout, "Sources/a-b/y.c"))
        #expect(facts.isStale() == true)
    }

    @Test func anInstalledCopyCanNotTell() throws {
        try put("libexec/envctl/envctl-build.json", record("00").compact)
        let installed = Path.join(checkout, "libexec/envctl/envctl")
        #expect(BuildFacts.read(beside: installed).isStale() == nil)
        #expect(BuildFacts.read(beside: installed).note == " (1a2b3c4d5)")
        #expect(BuildFacts.read(beside: "/nowhere/envctl").isStale() == nil)
    }
}
