import Digests
package import Events
import Platform
import RunState
import Vocabulary

/// Makes a bundle for a bug report: collect, scrub, write, read back, place.
package struct DebugPackOrchestrator {
    private let subject: DebugSubject
    private let registry: SecretRegistry

    /// - Parameter registry: takes up the secrets that are read on the way.
    package init(_ subject: DebugSubject, registry: SecretRegistry) {
        self.subject = subject
        self.registry = registry
        SecretReading(registry: registry).read(subject)
    }

    package struct Outcome: Sendable {
        /// Nil where nothing was to be written.
        package var path: String?
        package var note: String?
        /// Bytes of the archive.
        package var size: Int64?
        package var files: [BundleFile]
        package var diagnosis: Diagnosis
    }

    /// What most likely went wrong, scrubbed; writes nothing.
    package func diagnosis() -> Diagnosis { diagnosis(of: subject.facts()) }

    private func diagnosis(of facts: DiagnosisFacts) -> Diagnosis {
        Diagnosis(facts).scrubbed(by: registry.outwardRedactor)
    }

    /// What would be in a bundle; writes nothing.
    package func preview() throws -> Outcome {
        let answers = try PromptAnswers(subject)
        let diagnosis = diagnosis(of: answers.facts)
        let contents = BundleContents(subject, diagnosis, answers)
        let files = Self.preview(contents.sources, redactor)
        return Outcome(files: files, diagnosis: diagnosis)
    }

    /// - Parameter places: tried in this order, the next one where one can't be written.
    /// - Throws: what the last one failed with; `pack.secret_found`.
    package func pack(to places: [BundlePlace]) throws -> Outcome {
        let answers = try PromptAnswers(subject)
        let diagnosis = diagnosis(of: answers.facts)
        let contents = BundleContents(subject, diagnosis, answers)
        var refusals: [String] = []
        for (index, place) in places.enumerated() {
            do {
                var outcome = try write(place, contents, diagnosis)
                if !refusals.isEmpty { outcome.note = refusals.joined(separator: "; ") }
                return outcome
            } catch let error as SystemError {
                guard index + 1 < places.count else { throw error }
                refusals.append("\(Path.parent(place.path)) can't be written: \(error.reason)")
            }
        }
        throw Failure("pack.no_place", "there is no folder that a bundle could be written to")
    }

    private func write(
        _ place: BundlePlace, _ contents: BundleContents, _ diagnosis: Diagnosis
    ) throws -> Outcome {
        try place.prepare()
        let archive = try BundleArchive(place.path)
        var writer = BundleWriter(archive, redactor: redactor)
        try writer.add(contents.sources)
        try writer.close(head(diagnosis))
        try archive.check(for: SecretCheck.forms(of: registry.values))
        try archive.place()
        place.prune()
        return Outcome(
            path: place.path, size: try FileSystem.status(place.path).size, files: writer.files,
            diagnosis: diagnosis)
    }

    private var redactor: Redactor { registry.outwardRedactor }

    private static func preview(
        _ sources: [BundleSource], _ redactor: Redactor
    ) -> [BundleFile] {
        sources.sorted { $0.name < $1.name }.compactMap { source in
            var file = BundleFile(
                name: redactor.text(source.name), size: 0, digest: "", redacted: [:])
            do {
                guard let content = try source.content() else { return nil }
                let clean = redactor.redact(bytes: content)
                (file.size, file.redacted) = (clean.bytes.count, clean.counts.json)
                file.digest = SHA256.hex(of: clean.bytes)
            } catch { file.failure = Failure(error) }
            return file
        }
    }

    /// Nothing of it differs from one packing to the next of the same things.
    private func head(_ diagnosis: Diagnosis) -> JSON.Object {
        [
            "schema": "envctl.bundle/1", "envctl": .string(ProductVersion.current),
            "project": subject.project?.name.json ?? .null,
            "scope": subject.project?.scope.json ?? .null,
            "first_cause": JSON(diagnosis.causes.first?.id),
            "with_logs": .bool(subject.withLogs),
        ]
    }
}
