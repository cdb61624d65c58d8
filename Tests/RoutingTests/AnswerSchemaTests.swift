import Platform
import Testing
import Vocabulary

@testable import Routing

@Suite struct AnswerSchemaTests {
    /// `envctl.config_get/1` is described by `contracts/config_get.schema.json`.
    @Test(arguments: Set(CommandTable.rows.compactMap(\.answerSchema)).sorted())
    func everyAnswerHasASchema(_ name: String) throws {
        let word = name.split(separator: ".").last?.split(separator: "/").first.map(String.init)
        let path = Path.join(Checkout.root, "contracts/\(word ?? "").schema.json")
        let schema = try FileSystem.readText(path)
        #expect(schema.contains("\"\(name)\""), "\(path) does not name \(name)")
    }
}
