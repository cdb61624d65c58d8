import Platform

/// The loopback addresses of this machine.
enum Loopback {
    /// `127.0.0.1`, and `::1` where IPv6 is on (`/proc/net/if_inet6` lists it).
    static var addresses: [String] {
        // Without the file there is no IPv6.
        let six = (try? FileSystem.readText("/proc/net/if_inet6")) ?? ""
        let loopback = String(repeating: "0", count: 31) + "1 "
        return six.range(ofText: loopback) == nil ? ["127.0.0.1"] : ["127.0.0.1", "::1"]
    }
}
