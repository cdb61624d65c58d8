import Supervision
import Testing
import Vocabulary

@Suite struct FingerprintTests {
    private let old = Fingerprint([("command", "a"), ("env.URL", "b"), ("port.main", "c")])

    @Test func whatChangedCameOrWentIsNamedSorted() {
        let new = Fingerprint([("port.main", "c"), ("env.MODE", "x"), ("command", "z")])
        #expect(new.differences(from: old) == ["command", "env.MODE", "env.URL"])
        #expect(old.differences(from: new) == ["command", "env.MODE", "env.URL"])
        #expect(new != old)
    }

    @Test func theOrderOfThePartsIsNoDifference() {
        let same = Fingerprint([("port.main", "c"), ("command", "a"), ("env.URL", "b")])
        #expect(same.differences(from: old) == [])
        #expect(same == old)
        #expect(same.json == old.json)
    }

    @Test func nothingDiffersFromNothing() {
        #expect(Fingerprint().differences(from: Fingerprint()) == [])
        #expect(old.differences(from: Fingerprint()) == ["command", "env.URL", "port.main"])
    }

    @Test func itComesBackFromItsText() throws {
        let json = try JSON.parse((["fingerprint": old.json] as JSON).compact)
        #expect(Fingerprint(try json.stringMap("fingerprint")) == old)
    }
}
