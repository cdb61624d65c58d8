import Configuration
import Supervision
import Testing

/// What is watched is what git would not ignore: git itself is asked.
struct WatchCompilationTests {
    private let checkout: IgnoringCheckout

    init() throws { checkout = try IgnoringCheckout() }

    private var folder: String { checkout.folder }

    private static let rules = [
        "*.log", "!keep.log", "/build/", "docs/*.html", "**/generated", "deep/**/x", "all/**",
        "# comment", "\\#hash", "\\!bang", "trailing  ", "tmp/", "[ab].txt", "sp ace.txt", "?.dat",
        "dir/sub/", "*.cache/",
    ]

    private static let files = [
        "a.log", "keep.log", "src/a.log", "src/keep.log", "build/x", "src/build/x", "docs/a.html",
        "docs/b/a.html", "src/docs/a.html", "generated", "src/generated/x", "deep/x", "deep/a/b/x",
        "deep/a/y", "all/a/b", "#hash", "!bang", "trailing", "tmp/a", "src/tmp/b", "a.txt", "c.txt",
        "sp ace.txt", "1.dat", "12.dat", "dir/sub/a", "src/dir/sub/a", "x.cache/a", "file.cache",
        "src/main.py", "nested/a.o", "nested/important.o", "nested/in/a.o", "secret.key",
        "mine.private", "nested/local/x",
    ]

    @Test func whatIsWatchedIsWhatGitWouldNotIgnore() throws {
        try checkout.write(".gitignore", Self.rules.joined(separator: "\n"))
        try checkout.write("nested/.gitignore", "*.o\n!important.o\n/local\n")
        try checkout.write(".git/info/exclude", "*.key\n")
        try checkout.ignoreEverywhere("*.private\n")
        for file in Self.files { try checkout.write(file) }
        let asked = Self.files.map { $0 + "\n" }.joined()
        let ignored = try checkout.git(
            ["-c", "core.quotePath=off", "check-ignore", "--no-index", "--stdin"], input: asked)
        let expected = Set(ignored.split(separator: "\n").map { String($0) })
        #expect(expected.count > 20)
        let rule = checkout.rule()
        for file in Self.files {
            #expect(checkout.watches(rule, file) == !expected.contains(file), "\(file)")
        }
    }

    @Test func editorsLeftoversAndTheUsersOwnPatternsAreIgnored() throws {
        try checkout.write(".gitignore", "*.log\n")
        let rule = checkout.rule(
            WatchConfiguration(paths: ["."], ignore: ["*.tmp", "!audit.log", "out"]))
        for file in [
            ".git/index", "node_modules/a/b.js", "src/__pycache__/a.pyc", "src/.a.py.swp", "a.py~",
            "src/.#a.py", "a.tmp", "a.log", "out/a",
        ] { #expect(!checkout.watches(rule, file), "\(file)") }
        for file in ["a.py", "src/a.py", "audit.log", ".env"] {
            #expect(checkout.watches(rule, file), "\(file)")
        }
    }

    @Test func placesAreFilesFoldersAndGlobs() throws {
        try checkout.write(".gitignore", "dist\n")
        let rule = checkout.rule(
            WatchConfiguration(paths: ["src", "a.toml", "conf/**/*.ini", "dist/a.json", "*.md"]))
        for file in ["src/x/y", "a.toml", "conf/a.ini", "conf/x/b.ini", "dist/a.json", "b.md"] {
            #expect(checkout.watches(rule, file), "\(file)")
        }
        for file in ["b.toml", "conf/a.txt", "x/a.toml", "x/b.md", "srcs/a"] {
            #expect(!checkout.watches(rule, file), "\(file)")
        }
        let paths = WatchedPaths(rule)
        #expect(!paths.wants("\(folder)/dist/b.json"))
        #expect(!paths.mayHold("\(folder)/other"))
        #expect(!WatchedPaths(rule, except: ["\(folder)/src/state"]).wants("\(folder)/src/state/x"))
        #expect(try WatchRule(json: rule.json) == rule)
    }

    @Test func aFolderThatIsIgnoredIsNotLookedThroughForRules() throws {
        try checkout.write(".gitignore", "vendor\n")
        try checkout.write("vendor/.gitignore", "*.py\n")
        try checkout.write("src/deep/.gitignore", "*.txt\n")
        #expect(
            checkout.rule().ignore.map(\.folder).filter { $0 != "/" } == [
                folder, "\(folder)/src/deep",
            ])
    }
}
