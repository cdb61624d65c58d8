import Testing
import Vocabulary

@testable import Configuration

@Suite struct TemplateTests {
    func node(_ text: String) -> Node {
        Node(
            value: .scalar(Scalar(text: text, style: .plain, indent: 0)),
            origin: Origin(layer: .project, source: "envctl.yaml", line: 4, column: 10))
    }

    @Test(arguments: [
        ("plain", "plain"), ("--port ${port}", "--port <port>"), ("${project}", "<project>"),
        ("a${services.api.url}b", "a<services.api.url>b"),
        ("${services.my-api.port}", "<services.my-api.port>"),
        ("${requirements.postgres.password}", "<requirements.postgres.password>"),
        ("${env.HOME}/x", "<env.HOME>/x"), ("${ports.metrics}", "<ports.metrics>"),
        ("${services.api.ports.metrics}", "<services.api.ports.metrics>"),
        ("$HOME $(date) $1 $? $", "$HOME $(date) $1 $? $"), ("$${HOME}", "${HOME}"), ("$$", "$"),
        ("$$$${port}", "$${port}"), ("$$${port}", "$<port>"), ("ü ${port} €", "ü <port> €"),
        ("", ""),
    ])
    func expansion(_ text: String, _ expected: String) {
        #expect(TemplateParser.template(node(text)).expand { "<\($0)>" } == expected)
    }

    @Test func referencesKnowTheirPlace() {
        let template = TemplateParser.template(node("äö ${port} x"))
        let place = Origin(layer: .project, source: "envctl.yaml", line: 4, column: 13)
        #expect(template.parts == [.literal("äö "), .reference(.port, at: place), .literal(" x")])
    }

    @Test(arguments: [
        "${HOME}", "${}", "${services.api}", "${services.api.name}", "${env.}", "${port:-1}",
    ])
    func otherWordsAreProblems(_ text: String) {
        var parser = TemplateParser(node(text))
        _ = parser.parse()
        #expect(parser.problems.map(\.words) == [String(text.dropFirst(2).dropLast())])
    }

    @Test func missingBraceIsAProblem() throws {
        var parser = TemplateParser(node("a ${port"))
        _ = parser.parse()
        let problem = try #require(parser.problems.first)
        #expect(problem.words == nil)
        #expect(problem.origin.column == 12)
    }

    @Test func errorsOfTheResolverComeThrough() {
        struct Refusal: Error {}
        let template = TemplateParser.template(node("${port}"))
        #expect(throws: Refusal.self) { try template.expand { _ in throw Refusal() } }
    }
}
