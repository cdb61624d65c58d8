import Platform
import Testing
import Vocabulary

@testable import Requirements

struct SecretStoreTests {
    private let redis = ComponentID(unchecked: "redis")

    @Test("what is missing is generated once, and kept in a 0600 file")
    func once() throws {
        let world = try World()
        let path = world.path("secrets.json")
        var store = try SecretStore(readingFrom: path)
        #expect(store == SecretStore())
        let isNew = store.fill(["password"], of: redis)
        #expect(isNew)
        try store.save(to: path)
        var again = try SecretStore(readingFrom: path)
        let changed = again.fill(["password"], of: redis)
        #expect(!changed)
        #expect(again == store)
        #expect(again.value("password", of: redis)?.count == 24)
        #expect(try FileSystem.status(path).permissions == 0o600)
    }

    @Test(
        "a damaged file is never replaced", arguments: ["{", "[]", "{\"secrets\":{\"redis\":1}}"])
    func damaged(_ text: String) async throws {
        let world = try World()
        try world.write("secrets.json", text)
        await expect(failing: "secrets.unreadable") {
            try SecretStore(readingFrom: world.path("secrets.json"))
        }
    }
}
