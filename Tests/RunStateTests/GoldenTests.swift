import Glibc
import Platform
import Testing
import Vocabulary

@testable import RunState

/// What each artifact looks like on disk, kept beside its schema in `contracts/examples`.
/// `ENVCTL_UPDATE_GOLDEN=1` writes the files anew.
@Suite struct GoldenTests {
    @Test func runState() throws { try compare(try Samples.record()) }
    @Test func runtimeMap() throws { try compare(RuntimeMap(try Samples.record())) }
    @Test func portsManifest() throws { try compare(PortsManifest(try Samples.record())) }
    @Test func errorReport() throws { try compare(Samples.errors) }
    @Test func readinessReport() throws { try compare(Samples.readiness) }
    @Test func scope() throws { try compare(Samples.scopeRecord) }
    @Test func ports() throws { try compare(PortBook([try Samples.reservation()])) }

    /// Writing gives the golden file, and reading it gives the value again.
    private func compare<Value: Artifact & Equatable>(
        _ value: Value, line: SourceLocation = #_sourceLocation
    ) throws {
        let name = Value.schema.name.split(separator: ".").last.map(String.init) ?? ""
        let folder = Path.absolute("../../../contracts/examples", in: #filePath)
        let path = Path.join(folder, "\(name).\(Value.schema.major).json")
        if getenv("ENVCTL_UPDATE_GOLDEN") != nil { try value.write(path) }
        #expect(value.json.pretty == (try FileSystem.readText(path)), sourceLocation: line)
        #expect(try Value.read(path) == value, sourceLocation: line)
    }
}
