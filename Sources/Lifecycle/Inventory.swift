import Platform
import Vocabulary

/// What of a folder is envctl's own, by its name and its kind; all else is kept.
struct Inventory {
    private(set) var items: [OwnedItem] = []
    private(set) var kept: [KeptPath] = []
    /// Folders of ours that go when they are empty, innermost first.
    private(set) var folders: [String] = []

    enum Kind {
        case file, folder, link

        var words: String {
            switch self {
            case .file: "a file"
            case .folder: "a folder"
            case .link: "a link"
            }
        }
    }

    /// Whether something of that kind is there itself; another kind is kept, and nothing is nothing.
    mutating func has(_ path: String, _ kind: Kind) throws -> Bool {
        guard let status = try FileSystem.entry(path) else { return false }
        let found: Kind? =
            status.isDirectory ? .folder : status.isLink ? .link : status.isRegular ? .file : nil
        if found == kind { return true }
        let words = found?.words ?? "something else"
        let target = found == .link ? " to \(try FileSystem.readLink(path))" : ""
        keep(path, "envctl makes \(kind.words) of that name, this is \(words)\(target)")
        return false
    }

    mutating func keep(_ path: String, _ reason: String = "envctl did not make it") {
        kept.append(KeptPath(path: path, reason: reason))
    }

    mutating func add(_ item: OwnedItem) { items.append(item) }

    mutating func close(_ folder: String) { folders.append(folder) }

    /// A record of ours, or one that was set aside: `<name>`, `<name>.bad-<time>`.
    static func isRecord(_ name: String, _ known: Set<String>) -> Bool {
        if known.contains(name) { return true }
        guard let aside = name.firstRange(of: ".bad-") else { return false }
        return known.contains(String(name[..<aside.lowerBound]))
    }
}
