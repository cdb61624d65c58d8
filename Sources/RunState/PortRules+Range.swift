import Platform
package import Vocabulary

extension PortRules {
    /// 20000 up to the port below the ephemeral floor, so that no outgoing connection takes one of
    /// ours; up to 32767 where the floor is too low for that.
    package static func defaultRange() -> ClosedRange<Port> {
        // Not readable in some containers: then the kernel's default floor holds.
        let text = (try? FileSystem.readText("/proc/sys/net/ipv4/ip_local_port_range")) ?? ""
        return range(ephemeral: text)
    }

    static func range(ephemeral text: String) -> ClosedRange<Port> {
        let first = 20_000
        let kernelDefault = 32_768
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" }
        let floor = words.first.flatMap { Int($0) } ?? kernelDefault
        let last = floor - 1 >= first + 1000 ? floor - 1 : kernelDefault - 1
        guard let lower = Port(first), let upper = Port(min(last, 65_535)) else {
            preconditionFailure("20000 to 65535 are ports")
        }
        return lower...upper
    }
}
