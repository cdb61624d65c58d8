import Platform

/// Open files and inotify instances.
struct LimitsCheck: Check {
    let id = "platform.limits"
    let group = CheckGroup.platform
    let promise = "a process may open 256 files, and a user have 64 inotify instances"
    let otherwise = "warn"
    /// Nil asks the kernel.
    var files: Int?
    var instances: Int?

    func look(at site: DoctorSite) throws -> CheckFinding {
        let files = try files ?? Self.openFiles()
        let instances = instances ?? Self.inotifyInstances()
        var evidence: [String] = []
        if files < 256 { evidence.append("open files: \(files) (ulimit -n)") }
        if instances < 64 {
            evidence.append("inotify: \(instances) (fs.inotify.max_user_instances)")
        }
        if evidence.isEmpty { return .ok("open files \(files), inotify instances \(instances)") }
        return CheckFinding(
            .warn, "a limit is low: many environments at once would meet it", evidence: evidence)
    }

    private static func openFiles() throws -> Int {
        let lines = try FileSystem.readText("/proc/self/limits").split(separator: "\n")
        let words = lines.first { $0.hasPrefix("Max open files") }?
            .split(separator: " ").dropFirst(3)
        return words?.first.flatMap { Int($0) } ?? .max  // `unlimited`
    }

    private static func inotifyInstances() -> Int {
        // A kernel without inotify has no such file; then there is no limit to warn of.
        let text = try? FileSystem.readText("/proc/sys/fs/inotify/max_user_instances")
        return text.flatMap { Int($0.prefix { $0.isNumber }) } ?? .max
    }
}
