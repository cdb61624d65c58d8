import Glibc
import Testing

@testable import Platform

/// Who works in a folder, and who only stands there.
struct ServerInFolderTests {
    /// A program that stands in the folder until it is killed, once it has run the script.
    private func stand(
        in folder: TemporaryFolder, _ script: String, _ body: (Int32) throws -> Void
    ) throws {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let (input, said) = (try Descriptor.pipe(), try Descriptor.pipe())
        let pid = try spawn(
            SpawnRequest(
                program: "/bin/sh", arguments: ["sh", "-c", "\(script); echo; read -r _"],
                environment: ["PATH=/usr/bin:/bin"], directory: folder.path,
                descriptors: [input.reading.raw, said.writing.raw, null.raw]))
        defer {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        var byte: UInt8 = 0
        try checked("read", "pipe") { read(said.reading.raw, &byte, 1) }
        try withExtendedLifetime(input.writing) { try body(pid) }
    }

    @Test func whoHasAFileOfItOpenIsAServerThere() throws {
        let folder = try TemporaryFolder()
        try stand(in: folder, "exec 3>data") { pid in
            #expect(ProcessEntry.server(in: folder.path)?.pid == pid)
            #expect(ProcessEntry.server(in: "/tmp")?.pid != pid)
        }
    }

    @Test func whoOnlyStandsThereIsNone() throws {
        let folder = try TemporaryFolder()
        try stand(in: folder, ":") { _ in #expect(ProcessEntry.server(in: folder.path) == nil) }
        #expect(ProcessEntry.server(in: folder.file("nowhere")) == nil)
    }
}
