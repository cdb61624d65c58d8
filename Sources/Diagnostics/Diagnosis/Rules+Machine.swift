import Glibc
import RunState
import Vocabulary

/// The machine: space, rights, file systems.
extension Rules {
    static let machine: [Rule] = [
        Rule("runtime_full") { facts in
            full(facts.fileSystems.filter { $0.role == "runtime" }, "runtime_full") { _ in
                "the folder of the sockets is on a file system that is full"
            }
        },
        Rule("disk_full") { facts in
            full(facts.fileSystems.filter { $0.role != "runtime" }, "disk_full") {
                "the file system of the \($0.role) folder is full"
            }
        },
        Rule(
            "disk_full", { $0.errno == ENOSPC || $0.errno == EDQUOT },
            { _ in "the disk was full" }, next: { _ in "df -h && df -i" },
            "free some space, then type 'envctl start'"),
        Rule("read_only") { facts in
            facts.fileSystems.filter(\.isReadOnly).filter { $0.role != "worktree" }.map {
                Cause(
                    "read_only",
                    "the \($0.role) folder can't be written: its file system is read-only",
                    evidence: ["\($0.path) is mounted read-only"],
                    next: "findmnt --target \(shellWord($0.path))",
                    advice: "mount it for writing, or set ENVCTL_\($0.role.uppercased())_DIR")
            }
        },
        Rule("permission_denied") { facts in
            facts.folders.compactMap { folder in
                guard let code = folder.denied else { return nil }
                return Cause(
                    "permission_denied", "the \(folder.role) folder can't be written",
                    evidence: ["\(folder.path): \(String(cString: strerror(code)))"],
                    next: "ls -ld \(shellWord(folder.path))",
                    advice: "give it back to this user, or set "
                        + "ENVCTL_\(folder.role.uppercased())_DIR to a folder of your own")
            }
        },
        Rule(
            "permission_denied",
            codes: ["state.foreign_owner", "state.writable_by_others", "state.not_a_folder"],
            "a folder of envctl's is not this user's alone",
            next: "ls -ld \"${ENVCTL_STATE_DIR:-$HOME/.local/state/envctl}\"",
            advice: "give it back to this user, or set ENVCTL_STATE_DIR and its kin"),
        Rule(
            "socket_foreign", codes: ["supervisor.foreign", "requirement.foreign_socket"],
            "the socket belongs to another user", next: "envctl status",
            advice: "set ENVCTL_RUNTIME_DIR to a folder of your own"),
        Rule(
            "permission_denied", { [EACCES, EPERM, EROFS].contains($0.errno ?? 0) },
            { complaint in "the system refused the access" + at(complaint) },
            next: { $0.location.map { "ls -ld \(shellWord($0))" } ?? "envctl doctor" },
            "look at the owner and the mode of each folder on the way there"),
        Rule(
            "state_on_nfs", codes: ["state.on_nfs"], "the state folder is on NFS",
            next: "export ENVCTL_STATE_DIR=/var/tmp/envctl-$(id -u)"),
        Rule(
            "no_home", codes: ["state.no_home"], "no place is known for envctl's state",
            next: "export HOME=~"),
        Rule(
            "runtime_unusable",
            codes: [
                "state.no_sockets", "state.socket_path_too_long", "requirement.socket_path",
            ], "the folder of the sockets can't be used",
            next: "export ENVCTL_RUNTIME_DIR=/tmp/envctl-run-$(id -u)"),
    ]

    private static func full(
        _ facts: [FileSystemFact], _ id: String, _ title: (FileSystemFact) -> String
    ) -> [Cause] {
        facts.filter(\.isFull).map { fact in
            let files = fact.freeFiles.map { ", \($0) more files" } ?? ""
            return Cause(
                id, title(fact),
                evidence: [
                    "\(fact.path): \(fact.free >> 10) KiB of \(fact.total >> 20) MiB are free"
                        + files
                ], next: "df -h \(shellWord(fact.path)) && df -i \(shellWord(fact.path))",
                advice: "free some space there, then type 'envctl start'")
        }
    }

    private static func at(_ complaint: Complaint) -> String {
        complaint.location.map { " to \($0)" } ?? ""
    }
}
