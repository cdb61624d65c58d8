import Platform
package import Vocabulary

/// Where what we know of data in volumes lies.
package enum DockerData {
    private static let suffix = ".docker.json"

    /// Beside where the native server's folder is, or would be.
    static func record(of folder: String) -> String { folder + suffix }

    /// Whether there is data in a volume, as far as our own record says.
    ///
    /// - Parameter folder: of the native server's data.
    package static func isRecorded(_ folder: String) -> Bool {
        // Damaged: taken for data.
        guard let record = try? DataRecord(readingFrom: record(of: folder)) else {
            return FileSystem.exists(record(of: folder))
        }
        return !record.isBegun
    }

    /// Of the names in a project's data folder the component whose record that is.
    package static func component(ofRecord name: String) -> ComponentID? {
        name.hasSuffix(suffix) ? ComponentID(String(name.dropLast(suffix.utf8.count))) : nil
    }

    /// Where the data is, and it can't be taken from there.
    static func otherBackend(_ source: DataSource, _ backend: Backend) -> Failure {
        let subject = "'\(source.component)' of '\(source.project)'"
        return otherBackend(
            "the data of \(subject) is of backend \(backend.rawValue), and this one is not",
            at: source.folder)
    }

    static func otherBackend(_ message: String, at place: String) -> Failure {
        Failure(
            "data.other_backend", message, at: place,
            because: ["files of a server in a container and of a native one are not exchanged"],
            hint: "use 'envctl data export' there and 'envctl data import' here")
    }
}

extension DataRecord {
    /// The volume with the data; nil where there is none yet, but what was begun.
    ///
    /// - Parameter name: of the component's first volume.
    func volume(first name: String) -> String? { isBegun ? nil : volume ?? name }
}
