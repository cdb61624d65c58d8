import Platform
import Supervision
import Testing
import Vocabulary

/// `contracts/events.json` and the sources know the same events, with the same keys of `data`.
@Suite struct EventCatalogueTests {
    private static func listed() throws -> [String: Set<String>] {
        let path = Checkout.path("contracts/events.json")
        let events = try JSON.parse(try FileSystem.read(path)).required("events", "an object") {
            $0.object
        }
        return Dictionary(
            uniqueKeysWithValues: try events.members.map { event in
                let keys = try event.value.required("keys", "an object") { $0.object }
                return (event.key, Set(keys.members.map(\.key)))
            })
    }

    /// What the sources make, the keys of all places joined.
    private static func made() throws -> [String: Set<String>] {
        // Handed on as a whole by those who stop something.
        let stop = ComponentStop(component: ComponentID(unchecked: "api"), proof: .none).json
        let stopKeys = Set(stop.object?.members.map(\.key) ?? [])
        var result: [String: Set<String>] = [:]
        for source in try Checkout.sources().flatMap({ EventSource.all(in: $0.text) }) {
            let keys = source.keys.contains("*stop") ? stopKeys : source.keys
            for name in source.names { result[name, default: []].formUnion(keys) }
        }
        return result
    }

    @Test func everyEventIsListedAndEveryListedOneIsMade() throws {
        let (listed, made) = (try Self.listed(), try Self.made())
        #expect(Set(made.keys).subtracting(listed.keys).sorted() == [], "not in events.json")
        #expect(Set(listed.keys).subtracting(made.keys).sorted() == [], "in no source")
    }

    @Test func everyKeyOfDataIsListedAndEveryListedOneIsGiven() throws {
        let made = try Self.made()
        for (name, keys) in try Self.listed() {
            #expect(made[name] == keys, "\(name): the sources give other keys than are listed")
        }
    }

    @Test func everyWorkOfTheRecorderIsListedAndHasASite() throws {
        let path = Checkout.path("contracts/events.json")
        let listed = try JSON.parse(try FileSystem.read(path)).required("recorder", "an object") {
            $0.object
        }
        let works = RecordedWork.allCases
        #expect(listed.members.map(\.key).sorted() == works.map(\.rawValue).sorted())
        let text = try Checkout.sources().map(\.text).joined(separator: "\n").replacingSpaces
        for work in works {
            let names = ["(.\(work)", "\n.\(work),", ".note, .\(work),"]
            #expect(names.contains { text.contains($0) }, "nobody tells of \(work)")
        }
    }

    @Test func theScanSeesNamesAndKeys() {
        let text = #"""
            publish(well ? "a.good" : "a.bad", nil); Event(\#n "b.done", data: ["x": JSON(f(1))])
            Event("c.stopped", data: stop.json.object ?? [:]); Event(name, data: ["y": 1])
            """#
        #expect(
            EventSource.all(in: text) == [
                EventSource(names: ["a.good", "a.bad"], keys: []),
                EventSource(names: ["b.done"], keys: ["x"]),
                EventSource(names: ["c.stopped"], keys: ["*stop"]),
            ])
    }
}

extension String {
    /// Line feeds and what indents after them are one line feed, as a site may be on its own line.
    fileprivate var replacingSpaces: String {
        split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n")
    }
}
