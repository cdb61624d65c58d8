/// What is mounted where, as this process sees it (`/proc/self/mountinfo`).
package enum Mounts {
    /// Mount points below a folder, itself included, sorted; those of the same file system (`mount
    /// --bind`) too, which no device number tells.
    package static func inside(_ folder: String) throws(SystemError) -> [String] {
        let folder = try Path.canonical(folder)
        return points(try FileSystem.readText("/proc/self/mountinfo")).filter {
            Path.isInside($0, folder)
        }.sorted()
    }

    /// The fifth field of each line.
    static func points(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 5)
            return fields.count > 4 ? unescaped(fields[4]) : nil
        }
    }

    /// The kernel writes space, tab, line feed and backslash as `\040` and the like.
    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3,
                let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
