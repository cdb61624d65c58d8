import Platform
import Vocabulary

/// One folder of a repository, read with bounds: whatever lies there, a look is short.
struct RepositoryFolder: Sendable {
    /// The repository's folder, absolute.
    let root: String
    /// As seen from there; `.` for itself.
    let place: String

    private static let sizeLimit = 1 << 20
    private static let folderLimit = 60
    /// Folders whose children are programs of their own.
    private static let families: Set<String> = ["apps", "packages", "services", "crates"]
    private static let ignored: Set<String> = [
        "node_modules", "vendor", "target", "dist", "build", "tests", "test", "docs", "examples",
        "venv", "tmp", "log", "scripts",
    ]

    /// The folder itself, its children, and theirs where it is a family of programs.
    static func all(below root: String) -> [RepositoryFolder] {
        let top = RepositoryFolder(root: root, place: ".")
        let children = top.folders
        let grandchildren = children.filter { families.contains($0.place) }.flatMap(\.folders)
        return Array(([top] + children + grandchildren).prefix(folderLimit))
    }

    private var folders: [RepositoryFolder] {
        names.filter { !$0.hasPrefix(".") && !Self.ignored.contains($0) }
            .map { RepositoryFolder(root: root, place: place == "." ? $0 : "\(place)/\($0)") }
            .filter { FileSystem.isDirectory($0.path) }
    }

    var path: String { place == "." ? root : Path.join(root, place) }

    /// Sorted; empty where it can't be read.
    var names: [String] {
        // A folder that can't be looked at tells nothing.
        (try? FileSystem.list(path)) ?? []
    }

    func has(_ name: String) -> Bool { FileSystem.exists(Path.join(path, name)) }

    func bytes(_ name: String) -> [UInt8]? {
        // A file that can't be read tells nothing, neither does a folder of that name.
        try? FileSystem.read(Path.join(path, name), limit: Self.sizeLimit)
    }

    func text(_ name: String) -> String? {
        bytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    func lines(_ name: String) -> [String] {
        (text(name) ?? "").split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
        }
    }

    /// The first of these that is there.
    func first(_ names: [String]) -> String? { names.first(where: has) }

    /// As people read it: the file's path from the repository.
    func shown(_ name: String) -> String { place == "." ? name : "\(place)/\(name)" }

    /// What a program of this folder may be called.
    var programName: String {
        RepositoryFolder.componentName(Path.name(place == "." ? root : place))
    }

    /// A text as a component's name.
    static func componentName(_ text: String) -> String {
        var name = ""
        for scalar in text.lowercased().unicodeScalars {
            let isPlain = scalar.isASCIILetter || scalar.isASCIIDigit
            if isPlain {
                name.unicodeScalars.append(scalar)
            } else if !name.hasSuffix("-") {
                name += "-"
            }
        }
        let trimmed = name.drop { !$0.isLetter }.prefix(40)
        let end = trimmed.lastIndex { $0 != "-" }.map { trimmed.index(after: $0) }
        let result = end.map { String(trimmed[..<$0]) } ?? ""
        return ComponentID(result) == nil ? "app" : result
    }
}
