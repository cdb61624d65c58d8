/// A number of bytes as people read it, in powers of 1024: `0 B`, `512 B`, `3.4 KiB`, `66 MiB`.
package struct Amount: Sendable, Equatable, CustomStringConvertible {
    package let bytes: Int64

    package init(bytes: Int64) { self.bytes = max(0, bytes) }

    package var description: String {
        var value = bytes * 10
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if value < 10_240 || unit == "GiB" {
                let isRound = unit == "B" || value >= 100
                return isRound
                    ? "\((value + 5) / 10) \(unit)" : "\(value / 10).\(value % 10) \(unit)"
            }
            value = (value + 512) / 1024
        }
        return "\(bytes) B"
    }
}
