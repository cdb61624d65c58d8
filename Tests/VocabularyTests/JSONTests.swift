import Testing
import Vocabulary

struct JSONTests {
    @Test(arguments: [
        "null", "true", "[]", "{}", "[1,-2,3.5]", #"{"b":1,"a":[{"c":null}]}"#,
        #""quote \" slash \\ line \n tab \t bell \u0007""#, #""é 😀""#,
    ])
    func writesWhatItRead(text: String) throws {
        #expect(try JSON.parse(text).compact == text)
    }

    @Test(arguments: [
        ("", 0), ("tru", 0), ("[1,]", 3), (#"{"a" 1}"#, 5), (#"{"a":1,}"#, 7), ("1 2", 2),
        (#""open"#, 5), ("\"\u{01}\"", 2), (#""\x""#, 3), ("nan", 0),
    ])
    func tellsWhereItStopped(text: String, offset: Int) {
        #expect {
            try JSON.parse(text)
        } throws: { error in
            (error as? JSONSyntaxError)?.offset == offset
        }
    }

    @Test func refusesEndlessNesting() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONSyntaxError.self) { try JSON.parse(text) }
    }

    @Test func joinsSurrogatePairsAndReplacesLoneOnes() throws {
        #expect(try JSON.parse(#""\ud83d\ude00""#).string == "😀")
        #expect(try JSON.parse(#""\ud83d-""#).string == "\u{FFFD}-")
    }

    @Test func keepsTheOrderOfKeysAndTheLastOfTwins() throws {
        let value = try JSON.parse(#"{"z":1,"a":2,"z":3}"#)
        #expect(value["z"]?.int == 3)
        #expect(value.object?.members.map(\.key) == ["z", "a", "z"])
    }

    @Test func decodingNamesThePath() throws {
        let value = try JSON.parse(#"{"outer":{"inner":"text"}}"#)
        #expect(
            throws: DecodingFailure(
                path: "outer.inner", expected: "a whole number", found: "a string")
        ) {
            try value.required("outer", "an object") { try $0.requiredInt("inner") }
        }
    }

    @Test func prettyEndsWithALineFeed() throws {
        #expect(
            try JSON.parse(#"{"a":[1,{}]}"#).pretty == "{\n  \"a\": [\n    1,\n    {}\n  ]\n}\n")
    }
}
