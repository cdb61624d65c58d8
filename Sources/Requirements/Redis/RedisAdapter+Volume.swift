import Configuration
import Platform
import Vocabulary

extension RedisAdapter: VolumeKeeper {
    func copyOfRunning(_ copy: VolumeCopy) throws -> VolumeWork.Script {
        VolumeWork.Script(
            text: "cp -a \"/source/$1\" /target/\(Self.dump)", arguments: [try save(copy)])
    }

    /// As `fit` does it for a folder.
    func fitting(_ instance: RequirementInstance) -> String {
        guard instance.value("persistence")?.string ?? "aof" == "aof" else { return "" }
        return """
            cd /target
            if [ -f \(Self.dump) ] && [ ! -e appendonlydir ] && [ ! -e appendonly.aof ]; then
                cp -a \(Self.dump) appendonly.aof
            fi
            """
    }

    func format(ofProgram text: String) -> String? { nil }

    func export(_ source: VolumeCopy, to file: String) throws {
        let dump = try save(source)
        try source.work.container.engine.call(
            "copy the dump",
            ["cp", "\(source.sourceContainer):\(RedisContainer.data)/\(dump)", file])
    }

    func fill(_ volume: DockerVolume, from file: String, _ work: VolumeWork) throws {
        try Self.checkDump(file)
        try work.put(file, into: volume, as: Self.dump)
    }

    private func save(_ copy: VolumeCopy) throws -> String {
        try RedisDump(
            copy.source, at: copy.work.container.address, folder: RedisContainer.data
        ).save()
    }
}
