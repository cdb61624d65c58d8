import Events
import Platform
import Vocabulary

/// Puts sources into an archive: in the order of their names, scrubbed, each for itself; a source
/// that fails becomes an entry of the manifest and never the end of the bundle.
struct BundleWriter {
    private let archive: BundleArchive
    private let redactor: Redactor
    private(set) var files: [BundleFile] = []

    static let manifest = "manifest.json"

    init(_ archive: BundleArchive, redactor: Redactor) {
        self.archive = archive
        self.redactor = redactor
    }

    /// - Throws: where the archive can't be written; a source never makes it throw.
    mutating func add(_ sources: [BundleSource]) throws {
        for source in sources.sorted(by: { $0.name < $1.name }) { try add(source) }
    }

    private mutating func add(_ source: BundleSource) throws {
        var file = BundleFile(
            name: redactor.text(source.name), size: 0, digest: "", redacted: [:])
        do {
            guard let content = try source.content() else { return }
            let (clean, counts) = redactor.redact(bytes: content)
            (file.size, file.redacted) = (clean.count, counts.json)
            file.digest = try write(file.name, clean)
        } catch let error as BundleFailure {
            throw error.error
        } catch {
            file.failure = scrubbed(Failure(error))
        }
        files.append(file)
    }

    /// What keeps the archive from being written is no failure of a source.
    private func write(_ name: String, _ content: [UInt8]) throws -> String {
        do { return try archive.add(name, content) } catch {
            throw BundleFailure(error: error)
        }
    }

    private func scrubbed(_ failure: Failure) -> Failure {
        Failure(
            failure.code, redactor.text(failure.message), at: failure.location.map(redactor.text),
            because: failure.causes.map(redactor.text))
    }

    /// The last file: what is in the archive, and what could not be.
    mutating func close(_ head: JSON.Object) throws {
        var manifest = head
        manifest["files"] = .array(files.map(\.json))
        // Value by value: a count beside the word 'secret' is no secret.
        let text = redactor.json(.object(manifest)).pretty
        try archive.add(Self.manifest, Array(text.utf8))
        try archive.finish()
    }
}

private struct BundleFailure: Error {
    let error: any Error
}
