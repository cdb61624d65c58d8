import Planning
import Testing

struct ShellCommandTests {
    @Test(arguments: [
        ("node server.js", "exec node server.js"),
        ("  .venv/bin/uvicorn app:app --port 8000", "exec .venv/bin/uvicorn app:app --port 8000"),
        ("a && b", "a && b"), ("a | b", "a | b"), ("A=1 b", "A=1 b"), ("cd x", "cd x"),
        ("exec a", "exec a"), ("a; b", "a; b"), ("a > f", "a > f"), ("a $(b)", "a $(b)"),
        ("if a\nthen b\nfi", "if a\nthen b\nfi"), ("", ""), ("! a", "! a"), ("a `b`", "a `b`"),
        ("python3 -c 'print(1)'", "python3 -c 'print(1)'"),
    ])
    func execInFrontWhereThatIsSafe(text: String, script: String) {
        #expect(ShellCommand.script(text) == script)
    }
}
