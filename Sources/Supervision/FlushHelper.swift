import Glibc
package import Platform

/// The mode `flush` of the supervisor's binary: waits until a copy of data is on the disk, at the
/// lowest priority, and tells so in a file beside its record. No command waits for it.
package enum FlushHelper {
    /// What is to be flushed, and how that is told.
    package struct Work: Sendable, Equatable {
        /// Absolute path of the data folder.
        package var data: String
        /// Held by its server: whoever starts one flushes the copy itself.
        package var dataLock: String
        /// Absolute path of the data's record.
        package var record: String
        /// Of the data, as its record has it.
        package var identity: String

        package init(data: String, dataLock: String, record: String, identity: String) {
            self.data = data
            self.dataLock = dataLock
            self.record = record
            self.identity = identity
        }

        package var words: [String] { [data, dataLock, record, identity] }

        /// Nil where the words are none of ours.
        package init?(words: ArraySlice<String>) {
            guard words.count == 4 else { return nil }
            let words = Array(words)
            self.init(data: words[0], dataLock: words[1], record: words[2], identity: words[3])
        }
    }

    /// Where it tells that the data of a record is on the disk: one file, with its identity.
    package static func mark(beside record: String) -> String { record + ".flushed" }

    /// Whether the data of that identity is on the disk.
    package static func isDone(_ identity: String, beside record: String) -> Bool {
        // What can't be read tells nothing; the data then counts as not flushed.
        (try? FileSystem.readText(mark(beside: record))) == identity
    }

    /// Starts it in a session of its own and leaves it there.
    ///
    /// - Parameter helper: absolute path of `envctl-supervisor`.
    package static func begin(_ work: Work, as account: Account?, helper: String) throws {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let arguments = ["flush"] + CopyHelper.words(of: account) + work.words
        _ = try spawn(
            SpawnRequest(
                program: helper, arguments: [helper] + arguments,
                environment: [], directory: "/", descriptors: [null.raw, null.raw, null.raw]))
    }
}
