import Testing

@testable import Configuration

@Suite struct ValueTests {
    @Test(arguments: [
        ("500ms", 500), ("30s", 30_000), ("2m", 120_000), ("1h", 3_600_000), ("30", 30_000),
        ("1.5s", 1500), ("0s", 0), ("0.5m", 30_000),
    ])
    func durations(_ text: String, _ milliseconds: Int) {
        #expect(parseDuration(text) == milliseconds)
    }

    @Test(arguments: [
        "", "s", "ms", "-1s", "1d", "1 s", "1s30", "one", "1e3s", ".5s", "1.2.3s", "nan",
        "9999999h",
    ])
    func noDurations(_ text: String) {
        #expect(parseDuration(text) == nil)
    }

    @Test(arguments: [
        ("15", "15.2", true), ("15", "15beta1", true), ("15", "150.1", false),
        ("15", "14.9", false),
        ("15.2", "15.2", true), ("15.2", "15.3", false), ("15.2", "15.2.7", true),
        (">=14", "14.0", true), (">=14", "17.1", true), (">=14", "13.22", false),
        (">=14,<17", "16.4", true), (">=14,<17", "17.0", false), (">= 14, < 17", "16.4", true),
        (">15", "15.3", false), (">15", "16.0", true), (">15.2", "15.3", true),
        ("<=15", "15.9", true),
        ("<=15", "16", false), ("!=15.1", "15.1", false), ("!=15.1", "15.2", true),
        ("==7", "7.0.0", true),
        ("==7", "7.0.1", false), ("=7.2", "7.2.5", true), ("7", "7.0.15", true),
        ("16", "16.4 (Debian 16.4-1)", true), ("16", "unknown", false), (">=7.2", "7", false),
    ])
    func versions(_ constraint: String, _ version: String, _ accepted: Bool) throws {
        #expect(try #require(VersionConstraint(constraint)).accepts(version) == accepted)
    }

    @Test(arguments: ["", ">=", "abc", ">=14,", "1..2", "~>1", "-1", "15.x", "> = 1 5 x"])
    func noVersions(_ text: String) {
        #expect(VersionConstraint(text) == nil)
    }
}
