import Glibc
import Platform
import Vocabulary

extension ComponentData {
    func export(_ source: DataSource, to file: String) throws {
        try ExportedFile.write(file) { try keeper.export(source, instance, to: $0) }
    }

    func load(_ file: String) throws {
        try ExportedFile.check(file)
        if keeper.importsIntoRunning { return try keeper.load(file, instance, into: nil) }
        try replace(origin: "file \(Path.name(file))", content: keeper.content(of: instance)) {
            new, _ in
            try keeper.load(file, instance, into: new)
        }
    }
}

/// A file that data is written to or read from.
enum ExportedFile {
    /// Replaced once the new one is whole and flushed.
    ///
    /// - Parameter body: writes the file whose name it is given.
    static func write(_ file: String, _ body: (String) throws -> Void) throws {
        guard FileSystem.isDirectory(Path.parent(file)) else {
            throw Failure(
                "folder.missing", "there is no such folder", at: Path.parent(file),
                hint: "make it, or name a file elsewhere")
        }
        if FileSystem.isDirectory(file) {
            throw Failure(
                "data.wrong_file", "this is a folder, and no file", at: file,
                hint: "name a file in it")
        }
        let new = TemporaryName.beside(file)
        do {
            try body(new)
            // All that is in a database is nobody else's business.
            try checked("chmod", new) { chmod(new, 0o600) }
            try FileSystem.sync(tree: new)
            try FileSystem.move(new, to: file)
        } catch {
            // The failure is what counts; a temporary file is hidden.
            try? FileSystem.removeFile(new)
            throw error
        }
    }

    /// - Throws: `data.no_file`.
    static func check(_ file: String) throws(Failure) {
        if FileSystem.exists(file) { return }
        throw Failure(
            "data.no_file", "there is no such file", at: file,
            hint: "name one that 'envctl data export' has written")
    }
}
