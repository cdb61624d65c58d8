import Platform
import RunState
import Vocabulary

/// What is envctl's own of one project, but for its runs.
struct ProjectInventory {
    private let layout: ProjectLayout
    private(set) var found = Inventory()

    /// Looks; changes nothing.
    init(_ layout: ProjectLayout) throws {
        self.layout = layout
        guard try found.has(layout.folder, .folder) else { return }
        var records: [String] = []
        for name in try FileSystem.list(layout.folder) {
            let path = Path.join(layout.folder, name)
            switch name {
            case "data": try data(path)
            case "snapshots": try snapshots(path)
            case "logs": try logs(path)
            case "current": if try found.has(path, .link) { records.append(path) }
            // Removed last, by whoever holds it.
            case "lock": _ = try found.has(path, .file)
            case _ where TemporaryName.isOne(name):
                found.add(try OwnedItem(.leftovers, path))
            case _ where Inventory.isRecord(name, Self.records):
                if try found.has(path, .file) { records.append(path) }
            default: found.keep(path)
            }
        }
        if !records.isEmpty {
            found.add(try OwnedItem(.records, layout.folder, entries: records))
        }
        found.close(layout.folder)
    }

    private static let records: Set = ["supervisor.lock", "secrets.json", "steps_history.json"]

    // MARK: data

    private mutating func data(_ folder: String) throws {
        guard try found.has(folder, .folder) else { return }
        let names = try FileSystem.list(folder)
        let known = Set(names.compactMap(Self.owner))
        var beside: [ComponentID: [String]] = [:]
        for name in names {
            let path = Path.join(folder, name)
            if let owner = Self.owner(of: name) {
                if try found.has(path, .file) { beside[owner, default: []].append(path) }
            } else if Self.isHalfMade(name) {
                if try found.has(path, .folder) { found.add(try OwnedItem(.leftovers, path)) }
            } else if TemporaryName.isOne(name) {
                found.add(try OwnedItem(.leftovers, path))
            } else if !known.contains(ComponentID(unchecked: name)) {
                found.keep(path)
            }
        }
        for component in known.sorted() {
            try data(of: component, in: folder, beside: beside[component] ?? [])
        }
        found.close(folder)
    }

    private mutating func data(
        of component: ComponentID, in folder: String, beside: [String]
    ) throws {
        let path = layout.data(component)
        let isThere = try found.has(path, .folder)
        // The record goes first: data that is half removed is nobody's.
        let entries = beside.sorted() + (isThere ? [path] : [])
        guard !entries.isEmpty else { return }
        found.add(try OwnedItem(.data, path, component: component, entries: entries))
    }

    /// Whose `<component>.json`, `.json.flushed`, `.lock`, `.<digest>.conf` or `.docker.compose.yaml`
    /// it is: what has one of them was made by us.
    private static func owner(of name: String) -> ComponentID? {
        let suffixes = [".json", ".flushed", ".lock", ".conf", ".yaml"]
        guard suffixes.contains(where: name.hasSuffix) else { return nil }
        return ComponentID(String(name.prefix { $0 != "." }))
    }

    /// `<component>.new-<run>`: it is renamed when it is whole.
    private static func isHalfMade(_ name: String) -> Bool {
        guard let mark = name.firstRange(of: ".new-") else { return false }
        return ComponentID(String(name[..<mark.lowerBound])) != nil
    }

    // MARK: snapshots

    private mutating func snapshots(_ folder: String) throws {
        guard try found.has(folder, .folder) else { return }
        for name in try FileSystem.list(folder) {
            let path = Path.join(folder, name)
            guard let component = ComponentID(name) else {
                found.keep(path)
                continue
            }
            if try found.has(path, .folder) { try snapshots(of: component, path) }
        }
        found.close(folder)
    }

    /// The manifests go first: a copy without one is none. Each copy is its account's.
    private mutating func snapshots(of component: ComponentID, _ folder: String) throws {
        var manifests: [String] = []
        var copies: [String] = []
        for name in try FileSystem.list(folder) {
            let path = Path.join(folder, name)
            if name == ".lock" || name.hasSuffix(".json") {
                if try found.has(path, .file) { manifests.append(path) }
            } else if Self.isHalfMade(name) || TemporaryName.isOne(name) {
                found.add(try OwnedItem(.leftovers, path))
            } else if try found.has(path, .folder) {
                copies.append(path)
            }
        }
        if !manifests.isEmpty || !copies.isEmpty {
            found.add(
                try OwnedItem(
                    .snapshots, folder, component: component, entries: manifests + copies))
        }
        found.close(folder)
    }

    // MARK: logs

    private mutating func logs(_ folder: String) throws {
        guard try found.has(folder, .folder) else { return }
        var entries: [String] = []
        for name in try FileSystem.list(folder) {
            let path = Path.join(folder, name)
            if Self.isLog(name) {
                if try found.has(path, .file) { entries.append(path) }
            } else if TemporaryName.isOne(name) {
                found.add(try OwnedItem(.leftovers, path))
            } else {
                found.keep(path)
            }
        }
        if !entries.isEmpty { found.add(try OwnedItem(.logs, folder, entries: entries)) }
        found.close(folder)
    }

    /// `<component>.log`, and what is made beside it: `<component>.log.1`.
    private static func isLog(_ name: String) -> Bool {
        guard let end = name.firstRange(of: ".log") else { return false }
        let rest = name[end.upperBound...]
        return ComponentID(String(name[..<end.lowerBound])) != nil
            && (rest.isEmpty || rest.hasPrefix("."))
    }
}
