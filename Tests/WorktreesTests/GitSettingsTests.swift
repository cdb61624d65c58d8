import Testing

@testable import Worktrees

@Suite struct GitSettingsTests {
    @Test(arguments: [
        ("[core]\n\tbare = true\n", "true"), ("[CORE]\nBARE=true", "true"),
        ("[core]\n\tbare\n", "true"), ("[core]\n\tbare = true ; why\n", "true"),
        ("[core]\nbare = true\n[other]\nbare = false\n", "true"),
        ("[core]\nbare = true\nbare = false\n", "false"),
        ("[core \"sub\"]\nbare = true\n", nil), ("[core]\nbarely = true\n", nil),
        ("[core]\n# bare = true\n", nil), ("", nil),
    ])
    func bare(text: String, value: String?) {
        #expect(GitSettings.core("bare", in: text) == value)
    }

    @Test(arguments: [
        (#"worktree = ../../../lib"#, "../../../lib"), (#"worktree = a b  # c"#, "a b"),
        (#"worktree = "a # b " "#, "a # b "), (#"worktree = a\\b\"c"#, #"a\b"c"#),
        (#"worktree ="#, ""),
    ])
    func values(line: String, value: String) {
        #expect(GitSettings.core("worktree", in: "[core]\n\t\(line)\n") == value)
    }
}
