import Glibc
import Vocabulary

/// glibc 2.34 or newer.
struct LibraryCheck: Check {
    let id = "platform.glibc"
    let group = CheckGroup.platform
    let promise = "the C library is glibc 2.34 or newer"
    let otherwise = "fail"
    /// Nil asks the library (`confstr`).
    var version: String?

    func look(at site: DoctorSite) throws -> CheckFinding {
        let name = version ?? Self.current
        let number = name.split(separator: " ").last.map(String.init) ?? ""
        guard VersionNumber(number) < VersionNumber("2.34") else { return .ok(name) }
        return CheckFinding(.fail, "\(name) is older than 2.34")
    }

    private static var current: String {
        var bytes = [UInt8](repeating: 0, count: 64)
        _ = bytes.withUnsafeMutableBytes {
            confstr(
                Int32(_CS_GNU_LIBC_VERSION), $0.baseAddress?.assumingMemoryBound(to: CChar.self),
                $0.count)
        }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
