// swift-tools-version: 6.2
import PackageDescription

/// One floor of the house: a target and what it may import. The import check of the build turns an
/// arrow in the wrong direction into an error; `Tests/ArchitectureTests` reads this table too.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func floor(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies,
        swiftSettings: settings)
}

let floor0: [Target.Dependency] = ["Vocabulary", "Platform"]
let floor1: [Target.Dependency] =
    floor0 + [
        "Digests", "Events", "RunState", "Supervision", "Configuration", "Worktrees", "Steps",
        "Terminal", "Routing",
    ]
let floor2: [Target.Dependency] = floor1 + ["Requirements", "Planning", "Truth"]

let package = Package(
    name: "envctl",
    products: [
        .executable(name: "envctl", targets: ["envctl"]),
        .executable(name: "envctl-supervisor", targets: ["envctl-supervisor"]),
    ],
    targets: [
        // C
        .target(name: "CPlatform", cSettings: [.define("_GNU_SOURCE")]),
        .target(name: "CLibgit2", linkerSettings: [.linkedLibrary("dl")]),
        .systemLibrary(name: "CLibyaml", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        // floor 0
        floor("Vocabulary", []),
        floor("Platform", ["Vocabulary", "CPlatform"]),
        floor("Digests", ["Platform", "CCrypto"]),
        // floor 1
        floor("Terminal", floor0),
        floor("Routing", floor0),
        floor("Configuration", floor0 + ["CLibyaml"]),
        floor("Worktrees", floor0 + ["Digests", "CLibgit2"]),
        floor("Events", floor0),
        floor("RunState", floor0 + ["Events"]),
        floor("Steps", floor0 + ["Events", "Digests"]),
        floor("Supervision", floor0 + ["Events"]),
        // floor 2
        floor("Requirements", floor1),
        floor("Planning", floor1 + ["Requirements"]),
        floor("Truth", floor1),
        floor("SupervisorCore", floor0 + ["Supervision", "RunState", "Events"]),
        // floor 3
        floor("Startup", floor2),
        floor("Lifecycle", floor2),
        floor("Inspection", floor2),
        floor("StateActions", floor2),
        floor("Setup", floor2),
        floor("DataActions", floor2),
        floor("Diagnostics", floor2 + ["CZlib"]),
        // floor 4
        floor(
            "Engine",
            floor2 + [
                "Startup", "Lifecycle", "Inspection", "StateActions", "Setup", "DataActions",
                "Diagnostics",
            ]),
        // floor 5
        // Every command begins with what it loads: at a fixed address, and out of archives.
        .executableTarget(
            name: "envctl", dependencies: ["Engine"], swiftSettings: settings,
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-Xclang-linker", "-no-pie", "-Xclang-linker", "-static-libgcc",
                        "-L", "\(Context.packageDirectory)/.build/archives",
                    ], .when(platforms: [.linux], configuration: .release))
            ]),
        .executableTarget(
            name: "envctl-supervisor", dependencies: ["SupervisorCore"], swiftSettings: settings,
            linkerSettings: [
                .unsafeFlags(
                    ["-static-executable"], .when(platforms: [.linux], configuration: .release))
            ]),
        // tests
        tests("Vocabulary", ["Platform"]),
        tests("Platform", ["Vocabulary"]),
        tests("Digests", floor0),
        tests("Terminal", floor0),
        tests("Routing", floor0),
        tests("Configuration", floor0),
        tests("Worktrees", floor0),
        tests("Events", floor0),
        tests("RunState", floor0 + ["Events"]),
        tests("Steps", floor0 + ["Events", "Digests"]),
        tests("Supervision", floor0 + ["Events"]),
        tests("Requirements", floor1),
        tests("Planning", floor1 + ["Requirements"]),
        tests("Truth", floor1),
        tests(
            "SupervisorCore", floor0 + ["Supervision", "RunState", "Events", "envctl-supervisor"]),
        tests("Setup", floor2),
        tests("Diagnostics", floor2),
        tests(
            "Engine",
            floor2 + [
                "Startup", "Lifecycle", "Inspection", "StateActions", "Setup", "Diagnostics",
            ]),
        .testTarget(
            name: "ArchitectureTests", dependencies: ["Vocabulary", "Platform"],
            swiftSettings: settings),
    ]
)
