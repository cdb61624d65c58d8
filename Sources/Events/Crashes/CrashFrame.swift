import Platform
import Vocabulary

/// One call of a backtrace.
package struct CrashFrame: Sendable, Equatable {
    package var address: UInt64
    /// Of the instruction that was under way: a caller's address is where the call returns to.
    var instruction: UInt64
    /// The file that the address lies in, and where in it; nil outside of all.
    package var module: String?
    package var offset: UInt64?
    /// What a symbolizer says of it.
    package var function: String?
    package var place: String?

    /// - Parameter isCaller: the address is where a call returns to, one behind the call itself.
    init(_ address: UInt64, isCaller: Bool, in modules: [CrashModule]) {
        self.address = address
        instruction = isCaller ? address - 1 : address
        let inside = instruction
        guard let module = modules.first(where: { $0.range.contains(inside) }) else { return }
        self.module = module.path
        offset = inside - module.range.lowerBound + module.offset
    }

    /// `start + 12 at Start.swift:40`, else `envctl+0x1234`.
    package var text: String {
        if let function { return [function, place].compactMap(\.self).joined(separator: " at ") }
        guard let module, let offset else { return "0x" + String(address, radix: 16) }
        return "\(Path.name(module))+0x\(String(offset, radix: 16))"
    }

    var json: JSON {
        [
            "module": JSON(module.map(Path.name)), "offset": JSON(offset.map { Int($0) }),
            "function": JSON(function), "place": JSON(place), "text": .string(text),
        ]
    }
}

/// An executable part of a loaded file: a line of `/proc/<pid>/maps`.
struct CrashModule: Equatable {
    var range: Range<UInt64>
    var offset: UInt64
    var path: String

    init?(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        guard words.count == 6 else { return nil }
        let path = words[5].drop { $0 == " " }  // columns
        guard path.first == "/" else { return nil }
        let ends = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
        guard ends.count == 2, ends[0] < ends[1], let offset = UInt64(words[2], radix: 16) else {
            return nil
        }
        range = ends[0]..<ends[1]
        self.offset = offset
        self.path = String(path)
    }
}
