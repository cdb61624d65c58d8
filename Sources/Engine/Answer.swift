package import Vocabulary

/// What a command has to say: the same facts for people and for programs.
package struct Answer: Sendable {
    /// Printed without `--json`; empty prints nothing.
    package var text: String
    /// Printed with `--json`; has `schema` and `ok`. Null prints nothing.
    package var json: JSON
    /// 0, 1 or 2; `exec` hands on its program's own.
    package var exitCode: Int32
    /// Told on stderr beside the text.
    package var failures: [Failure] = []

    /// Of a command that has printed already what it had to say.
    package static func printed(exitCode: Int32 = 0) -> Answer {
        Answer(text: "", json: .null, exitCode: exitCode)
    }

    package init(text: String, json: JSON, exitCode: Int32 = 0) {
        self.text = text
        self.json = json
        self.exitCode = exitCode
    }

    /// An answer with the members that all answers begin with.
    ///
    /// - Parameter failures: of its targets; the first becomes the answer's `error`, and people read
    ///   all of them on stderr.
    package init(
        schema: String, ok: Bool = true, text: String, _ members: JSON.Object,
        failures: [Failure] = [], exitCode: Int32? = nil
    ) {
        var object: JSON.Object = ["schema": .string(schema), "ok": .bool(ok)]
        if let first = failures.first { object["error"] = first.json }
        for (key, value) in members.members { object[key] = value }
        self.init(
            text: text, json: .object(object),
            exitCode: exitCode ?? (ok ? 0 : Self.exitCode(failures)))
        self.failures = failures
    }

    /// Of a command whose targets failed: interrupted where one of them was.
    private static func exitCode(_ failures: [Failure]) -> Int32 {
        failures.map(FailureRendering.exitCode).max() ?? 1
    }
}
