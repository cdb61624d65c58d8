import Platform
import Vocabulary

/// A server on our data that envctl did not start: no lock of ours tells of it.
enum Stranger {
    /// - Throws: `requirement.data_in_use`.
    static func check(_ folder: String) throws(Failure) {
        guard let server = ProcessEntry.server(in: folder) else { return }
        throw Failure(
            "requirement.data_in_use", "a server that is not ours lives on this data",
            at: folder, because: ["it is process \(server.pid) (\(server.name))"],
            hint: "end it, then try again")
    }
}
