import Digests
import Glibc
import Platform
import Vocabulary

/// Whose something on an engine is, beside the project that its labels name: an engine may serve
/// several users, machines and folders of state, and none of them removes what is another's.
enum DockerOrigin {
    static let state = "dev.envctl.state"
    static let worktree = "dev.envctl.worktree"

    /// For what is made from now on; nothing is looked for by them but what was lost.
    static func labels(_ instance: RequirementInstance) -> [String] {
        guard !instance.state.isEmpty else { return [] }
        let path = instance.worktree
        // A list of the client's has one line for each thing, and tabs between its fields.
        let isPlain = !path.isEmpty && !path.utf8.contains { $0 < 0x20 }
        return ["\(state)=\(name(of: instance.state))"] + (isPlain ? ["\(worktree)=\(path)"] : [])
    }

    /// One state folder of one machine, without telling where it is.
    static func name(of folder: String) -> String {
        String(SHA256.hex(of: "\(machine)\n\(folder)").prefix(16))
    }

    private static var machine: String {
        // Not there in some containers: their name is the next best.
        let id = (try? FileSystem.readText("/etc/machine-id")) ?? ""
        if !id.isEmpty { return id }
        var text = [CChar](repeating: 0, count: 256)
        gethostname(&text, text.count - 1)
        let name = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: name, as: UTF8.self)
    }
}
