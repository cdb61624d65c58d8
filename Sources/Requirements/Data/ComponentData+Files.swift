import Glibc
import Platform
import Vocabulary

extension ComponentData {
    /// Writes the data to a file, which is replaced once the new one is whole.
    ///
    /// - Parameter file: absolute path.
    package func export(_ source: DataSource, to file: String) throws {
        guard FileSystem.isDirectory(Path.parent(file)) else {
            throw Failure("folder.missing", "there is no such folder", at: Path.parent(file))
        }
        let new = Path.join(
            Path.parent(file), ".\(Path.name(file)).\(getpid()).\(Random.hex(bytes: 4)).tmp")
        do {
            try keeper.export(source, instance, to: new)
            try FileSystem.sync(tree: new)
            try FileSystem.move(new, to: file)
        } catch {
            // The failure is what counts; a temporary file is hidden.
            try? FileSystem.removeFile(new)
            throw error
        }
    }

    /// Whether `load` wants the component to run.
    package var importsIntoRunning: Bool { keeper.importsIntoRunning }

    /// Puts what a file holds in the place of the data.
    ///
    /// - Parameter file: absolute path.
    package func load(_ file: String) throws {
        guard FileSystem.exists(file) else {
            throw Failure("data.no_file", "there is no such file", at: file)
        }
        if keeper.importsIntoRunning { return try keeper.load(file, instance, into: nil) }
        try replace(origin: "file \(Path.name(file))", content: [:]) { new in
            try keeper.load(file, instance, into: new)
        }
    }
}
