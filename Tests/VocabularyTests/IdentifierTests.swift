import Testing
import Vocabulary

struct IdentifierTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_795_246_800_123, "2026-11-21T07:40:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func timestampsReadWhatTheyWrite(milliseconds: Int64, text: String) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(time.description == text)
        #expect(Timestamp(text) == time)
        #expect(Timestamp(compact: time.compact) == time)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T07:00:00.123+01:00", "yesterday at half past nine",
    ])
    func refusesOtherTimes(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func runIDsSortByTimeEvenWhenTheClockStepsBack() {
        let late = Timestamp(milliseconds: 2_000_000)
        let first = RunID(at: late, after: nil, random: 0xFFFFFF)
        let second = RunID(at: late.adding(milliseconds: -500_000), after: first, random: 0)
        #expect(first < second)
        #expect(second.time == late.adding(milliseconds: 1))
    }

    @Test(arguments: [
        ("api", true), ("a-b_2", true), ("", false), ("2api", false), ("a b", false), ("é", false),
    ])
    func componentNames(text: String, valid: Bool) {
        #expect((ComponentID(text) != nil) == valid)
    }

    @Test(arguments: [(0, false), (1, true), (65535, true), (65536, false), (-1, false)])
    func ports(number: Int, valid: Bool) {
        #expect((Port(number) != nil) == valid)
    }

    @Test(arguments: [
        ("comand", "command"), ("prot", "port"), ("xyzzy", nil), ("strat", "start"),
        ("command", "command"),
    ])
    func suggestions(word: String, expected: String?) {
        #expect(suggestion(for: word, among: ["command", "port", "start", "stop"]) == expected)
    }
}
