/// How long a diagnosis and a bundle wait for others, in milliseconds. Whoever says nothing is told of
/// as just that: a bug report can't wait for what may be the bug.
package enum Promptness {
    /// For one question to a program or a server.
    package static let question = 700
    /// For all that needs such answers: more, so that who asked can still say what was not answered.
    package static let answer = 1000
}
