import Testing

@testable import Worktrees

@Suite struct SafeNameTests {
    @Test(arguments: [
        ("feature/login", "feature-login"),
        ("fix: a  thing", "fix-a-thing"),
        ("🐛 bug 🐛", "bug"),
        ("..hidden", "hidden"),
        ("--force", "force"),
        ("v1.2_rc", "v1.2_rc"),
        ("a/-/b", "a-b"),
        ("ends/.", "ends"),
        ("日本", "none"),
        ("", "none"),
        ("'quoted\"\n", "quoted"),
        ("1234567890123456789/0", "1234567890123456789"),
        ("../../etc/passwd", "etc-passwd"),
    ])
    func table(text: String, name: String) {
        #expect(SafeName.make(text, limit: 20, otherwise: "none") == name)
    }
}
