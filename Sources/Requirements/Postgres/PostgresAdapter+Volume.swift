import Configuration
import Platform
import Vocabulary

extension PostgresAdapter: VolumeKeeper {
    /// A base backup from within the server's own network, with the WAL of its time streamed beside:
    /// the engine's volumes are no folders of ours.
    func copyOfRunning(_ copy: VolumeCopy) throws -> VolumeWork.Script {
        let own = copy.instance.value("user")?.string ?? "app"
        let password = copy.source.secrets.value("password", of: copy.source.component)
        return VolumeWork.Script(
            text: """
                pg_basebackup -h 127.0.0.1 -p \(PostgresContainer.port) -U "$1" -w \
                -D /target/data -c fast -X stream
                owner=$(stat -c %u:%g /source/data)
                chown -R "$owner" /target/data
                """,
            arguments: [copy.record.content["user"] ?? own], network: copy.sourceContainer,
            variables: password.map { [("PGPASSWORD", $0)] } ?? [])
    }

    /// A tablespace is a folder elsewhere, that no volume holds.
    func fitting(_ instance: RequirementInstance) -> String {
        """
        cd /target/data 2>/dev/null || cd /target
        rm -f postmaster.pid postmaster.opts
        for link in pg_tblspc/*; do
            if [ -h "$link" ]; then echo "it has tablespaces, which lie elsewhere" >&2; exit 1; fi
        done
        if [ -s PG_VERSION ]; then echo "format $(cat PG_VERSION)"; else echo "format "; fi
        echo "program $(postgres --version)"
        """
    }

    /// The major version.
    func format(ofProgram text: String) -> String? {
        Self.version(text).map { String($0.prefix { $0.isNumber }) }
    }

    func export(_ source: VolumeCopy, to file: String) throws {
        try PostgresDump(source.instance).export(to: file)
    }

    func fill(_ volume: DockerVolume, from file: String, _ work: VolumeWork) throws {
        throw Failure("data.wrong_file", "a dump goes into a server that runs", at: file)
    }
}
