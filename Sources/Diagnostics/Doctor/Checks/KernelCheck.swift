import Platform
import Vocabulary

/// Linux 5.10 or newer.
struct KernelCheck: Check {
    let id = "platform.kernel"
    let group = CheckGroup.platform
    let promise = "the kernel is Linux 5.10 or newer"
    let otherwise = "fail"
    /// Nil asks the kernel.
    var release: String?

    func look(at site: DoctorSite) throws -> CheckFinding {
        let text = try release ?? FileSystem.readText("/proc/sys/kernel/osrelease")
        let name = String(text.prefix { !$0.isNewline })
        guard VersionNumber(name) < VersionNumber("5.10") else { return .ok("Linux \(name)") }
        return CheckFinding(
            .fail, "Linux \(name) is older than 5.10",
            evidence: ["pidfds and open-file-description locks are needed as that version has them"]
        )
    }
}

/// The leading numbers of a version.
struct VersionNumber: Comparable {
    private let parts: [Int]

    init(_ text: String) {
        parts = text.split(separator: ".").prefix(2).map { part in
            Int(part.prefix { $0.isNumber }) ?? 0
        }
    }

    static func < (left: VersionNumber, right: VersionNumber) -> Bool {
        left.parts.lexicographicallyPrecedes(right.parts)
    }
}
