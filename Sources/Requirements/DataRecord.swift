import Platform
import Vocabulary

/// What we know of a component's data, in our own folder beside it.
struct DataRecord: Sendable, Equatable {
    /// Another one means other data: steps that ran on the old run again.
    var identity: String
    /// Made by this envctl and never yet ready: a failed seed may start it over.
    var isFresh: Bool
    /// Its files have reached the disk.
    var isDurable = false
    /// Digest of the password that the server knows.
    var password: String?
    /// A seed was begun; with `isSeeded` false it left off half-way.
    var seedBegan = false
    var isSeeded = false

    init(identity: String, isFresh: Bool) {
        self.identity = identity
        self.isFresh = isFresh
    }

    /// Nil where there is none. A damaged record counts as none: nothing in it can't be found anew
    /// but the seed, which then fails on what is there rather than losing it.
    init?(readingFrom path: String) throws {
        guard let bytes = try FileSystem.readIfPresent(path) else { return nil }
        // See above: what can't be parsed is made anew.
        guard let json = try? JSON.parse(bytes), let identity = json["identity"]?.string else {
            return nil
        }
        self.init(identity: identity, isFresh: json["fresh"]?.bool ?? false)
        isDurable = json["durable"]?.bool ?? false
        password = json["password_digest"]?.string
        seedBegan = json["seed_began"]?.bool ?? false
        isSeeded = json["seeded"]?.bool ?? false
    }

    /// - Parameter synced: what was done outside must not be done twice after a power cut.
    func save(to path: String, synced: Bool = false) throws {
        let json: JSON = [
            "schema": "envctl.data/1", "identity": .string(identity), "fresh": .bool(isFresh),
            "durable": .bool(isDurable), "password_digest": JSON(password),
            "seed_began": .bool(seedBegan), "seeded": .bool(isSeeded),
        ]
        try FileSystem.writeAtomically(Array((json.pretty + "\n").utf8), to: path, synced: synced)
    }
}
