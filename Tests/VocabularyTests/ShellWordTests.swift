import Platform
import Testing
import Vocabulary

@Suite struct ShellWordTests {
    @Test(arguments: ["plain", "a/b.c-d_e", "--path=/x:y,z@%+"])
    func plainWordsStayAsTheyAre(word: String) { #expect(shellWord(word) == word) }

    @Test(arguments: [
        "", "two words", "it's", "'", "a\nb", "$HOME `id` \"x\" \\", "~", "é", "a'\u{301}b", "a;b",
        "\r\n", "*",
    ])
    func theShellReadsBackWhatWasMeant(word: String) throws {
        let script = "printf %s " + shellWord(word)
        let result = try Subprocess("/bin/sh", ["-c", script], environment: [:]).run()
        #expect(result.text == word)
        #expect(shellWord(word).hasPrefix("'"))
    }
}
