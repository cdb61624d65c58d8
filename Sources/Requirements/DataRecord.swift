import Platform
import Supervision
import Vocabulary

/// What we know of a component's data, in our own folder beside it.
struct DataRecord: Sendable, Equatable {
    /// Another one means other data: steps that ran on the old run again.
    var identity: String
    /// Made by this envctl and never yet ready: a failed seed may start it over.
    var isFresh: Bool
    /// Its files have reached the disk.
    var isDurable = false
    /// The boot in which its files were copied, while nobody waits for the disk; nil once they are on it.
    var unflushedIn: String?
    /// Digest of the password that the server knows.
    var password: String?
    /// A seed was begun; with `isSeeded` false it left off half-way.
    var seedBegan = false
    var isSeeded = false
    /// Where it came from, where that is not a template: `snapshot x`, `project main`, `file y`.
    var origin: String?
    /// What is in it that a copy has to fit: `user`, `database`.
    var content: [String: String] = [:]
    /// Extensions that were asked for and are in it.
    var extensions: [String] = []
    /// What it was made with; nil where that is not known.
    var locale: String?
    /// The engine's volume that holds it, where that is not the component's first one.
    var volume: String?
    /// Volumes of ours that are no data: half made, or replaced. Only these are removed unasked.
    var doomed: [String] = []
    /// No volume has ever been whole.
    var isBegun = false
    /// What is about to take its place, with the inode of that folder. The two change places at
    /// once, and the record follows: whoever reads in between sees by the inode which one is there.
    private var next: Next?

    private indirect enum Next: Sendable, Equatable {
        case record(DataRecord, inode: UInt64)
    }

    init(identity: String, isFresh: Bool) {
        self.identity = identity
        self.isFresh = isFresh
    }

    /// Nil where there is none. A damaged record counts as none: nothing in it can't be found anew
    /// but the seed, which then fails on what is there rather than losing it.
    init?(readingFrom path: String) throws {
        guard let bytes = try FileSystem.readIfPresent(path) else { return nil }
        // See above: what can't be parsed is made anew.
        guard let json = try? JSON.parse(bytes) else { return nil }
        guard let next = json["next"], let inode = next["inode"]?.int else {
            self.init(json)
            if unflushedIn != nil, FlushHelper.isDone(identity, beside: path) { becameDurable() }
            return
        }
        let folder = String(path.dropLast(".json".utf8.count))
        let isThere =
            try FileSystem.entry(folder).map { Int64(bitPattern: $0.inode) } == Int64(inode)
        self.init(isThere ? next : json)
    }

    /// Knows that the files are on the disk now.
    mutating func becameDurable() {
        isDurable = true
        unflushedIn = nil
    }

    private init?(_ json: JSON) {
        guard let identity = json["identity"]?.string else { return nil }
        self.init(identity: identity, isFresh: json["fresh"]?.bool ?? false)
        isDurable = json["durable"]?.bool ?? false
        unflushedIn = json["unflushed_in_boot"]?.string
        password = json["password_digest"]?.string
        seedBegan = json["seed_began"]?.bool ?? false
        isSeeded = json["seeded"]?.bool ?? false
        origin = json["origin"]?.string
        extensions = (json["extensions"]?.array ?? []).compactMap(\.string)
        locale = json["locale"]?.string
        volume = json["volume"]?.string
        doomed = (json["doomed"]?.array ?? []).compactMap(\.string)
        isBegun = json["begun"]?.bool ?? false
        for (name, value) in json["content"]?.object?.members ?? [] { content[name] = value.string }
    }

    /// The same, with what is about to take its place.
    func before(_ record: DataRecord, inode: UInt64) -> DataRecord {
        var copy = self
        copy.next = .record(record, inode: inode)
        return copy
    }

    /// - Parameter synced: what was done outside must not be done twice after a power cut.
    func save(to path: String, synced: Bool = false) throws {
        try FileSystem.writeAtomically(Array((json.pretty + "\n").utf8), to: path, synced: synced)
    }

    private var json: JSON {
        var object: JSON.Object = [
            "schema": "envctl.data_record/1", "identity": .string(identity),
            "fresh": .bool(isFresh),
            "durable": .bool(isDurable), "password_digest": JSON(password),
            "seed_began": .bool(seedBegan), "seeded": .bool(isSeeded), "origin": JSON(origin),
            "content": .object(
                JSON.Object(content.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
        ]
        if let unflushedIn { object["unflushed_in_boot"] = .string(unflushedIn) }
        if !extensions.isEmpty { object["extensions"] = JSON(extensions) }
        if let locale { object["locale"] = .string(locale) }
        if let volume { object["volume"] = .string(volume) }
        if !doomed.isEmpty { object["doomed"] = JSON(doomed) }
        if isBegun { object["begun"] = .bool(true) }
        if case .record(let record, let inode) = next, var next = record.json.object {
            next["inode"] = .int(Int64(bitPattern: inode))
            object["next"] = .object(next)
        }
        return .object(object)
    }
}
