import Testing

/// A detector is first shown to detect.
struct DetectorTests {
    @Test(arguments: [
        ("Platform", "Routing", "floor 0 may not see floor 1"),
        ("Routing", "Terminal", "floor 1 may not see floor 1"),
        ("Startup", "Lifecycle", "floor 3 may not see floor 3"),
        ("SupervisorCore", "Configuration", "SupervisorCore may see only"),
        ("Engine", "SupervisorCore", "only envctl-supervisor may see SupervisorCore"),
        ("Worktrees", "CLibyaml", "only Configuration may see CLibyaml"),
        ("envctl", "Platform", "envctl may see only Engine"),
        ("Engine", "Dashboard", "Dashboard has no floor"),
    ])
    func aForbiddenArrow(target: String, dependency: String, complaint: String) {
        let findings = Rules.arrows(House(declared: [target: [dependency]], imports: []))
        #expect(findings.count == 1)
        #expect(findings.first?.contains(complaint) == true)
    }

    @Test func anUndeclaredImport() {
        let line = House.Import(target: "Routing", module: "Worktrees", place: "a.swift:1")
        #expect(
            Rules.imports(House(declared: ["Routing": ["Platform"]], imports: [line])).count == 1)
        #expect(Rules.imports(House(declared: ["Routing": ["Worktrees"]], imports: [line])) == [])
    }

    @Test func aModuleOfCWithTwoImporters() {
        let lines = ["Worktrees", "Engine"].map {
            House.Import(target: $0, module: "CLibgit2", place: "\($0).swift:1")
        }
        let findings = Rules.modulesOfC(House(declared: [:], imports: lines))
        #expect(findings == ["CLibgit2 is imported by Engine and Worktrees"])
    }

    @Test func foundation() {
        let line = House.Import(target: "Events", module: "Foundation", place: "a.swift:3")
        #expect(Rules.foundation(House(declared: [:], imports: [line])).count == 1)
    }

    @Test func aFolderWithoutATargetAndATargetWithoutAFloor() {
        let findings = Rules.completeness(
            House(declared: ["Attic": []], imports: []), folders: ["Cellar"])
        #expect(findings.contains("Sources/Cellar is no target of the manifest"))
        #expect(findings.contains("the target Attic has no folder in Sources"))
        #expect(findings.contains("Attic has no floor, or is no target"))
    }

    @Test(
        arguments: [
            ("import Foundation", "Foundation"),
            ("package import Vocabulary", "Vocabulary"),
            ("@testable import Routing", "Routing"),
            ("    import struct Platform.Host // why", "Platform"),
            ("internal import CLibgit2", "CLibgit2"),
            ("// import Foundation", nil),
            ("let word = \"import\"", nil),
        ] as [(String, String?)])
    func importLines(line: String, module: String?) {
        #expect(SourceLine(line).importedModule == module)
    }

    @Test(arguments: [
        ("public struct A {}", true), ("    public static func a() {}", true),
        ("@frozen public enum B {", true), ("package struct C {", false),
        ("let access = \"public\"", false), ("/// public", false),
    ])
    func publicLines(line: String, expected: Bool) {
        #expect(SourceLine(line).isPublic == expected)
    }

    @Test func aManifestIsUnderstood() {
        let manifest = Manifest(
            """
            func floor(_ name: String, _ d: [D]) -> T { .target(name: name, dependencies: d) }
            let floor0: [Target.Dependency] = ["A"]
            let floor1: [Target.Dependency] =
                floor0 + ["B"]
            let package = Package(targets: [
                // floor("Comment", ["A"]),
                .systemLibrary(name: "CLib", pkgConfig: "lib", providers: [.apt(["lib-dev"])]),
                floor("B", floor0 + ["CLib"]),
                .executableTarget(name: "tool", dependencies: ["B"], swiftSettings: settings),
                .testTarget(name: "BTests", dependencies: ["B"]),
            ])
            """)
        #expect(
            manifest.targets.mapValues { $0.sorted() } == [
                "CLib": [], "B": ["A", "CLib"], "tool": ["B"],
            ])
    }
}
