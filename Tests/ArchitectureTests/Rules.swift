/// What is wrong with a house, one sentence for each finding; empty when all is well.
enum Rules {
    /// Declared dependencies point downwards, but for the arrows that `Floors` allows.
    static func arrows(_ house: House) -> [String] {
        var findings: [String] = []
        for (target, dependencies) in house.declared.sorted(by: { $0.key < $1.key }) {
            for dependency in dependencies.sorted() {
                guard let complaint = complaint(target, dependency) else { continue }
                findings.append("\(target) → \(dependency): \(complaint)")
            }
        }
        return findings
    }

    private static func complaint(_ target: String, _ dependency: String) -> String? {
        guard let from = Floors.number[target] else { return "\(target) has no floor" }
        guard let to = Floors.number[dependency] else { return "\(dependency) has no floor" }
        if let reserved = Floors.reservedFor[dependency], !reserved.contains(target) {
            return "only \(reserved.sorted().joined(separator: ", ")) may see \(dependency)"
        }
        if let only = Floors.only[target], !only.contains(dependency) {
            return "\(target) may see only \(only.sorted().joined(separator: ", "))"
        }
        if to < from || Floors.sameFloor.contains(Floors.Arrow(target, dependency)) { return nil }
        return "floor \(from) may not see floor \(to)"
    }

    /// Each import is of the toolchain or of a declared dependency.
    static func imports(_ house: House) -> [String] {
        house.imports.compactMap { line in
            let known = Floors.toolchain.union(house.declared[line.target] ?? [])
            if known.contains(line.module) { return nil }
            return "\(line.place): \(line.target) imports \(line.module), which it does not declare"
        }
    }

    /// A module of C is seen by one Swift target only.
    static func modulesOfC(_ house: House) -> [String] {
        let modules = Set(Floors.number.filter { $0.value < 0 }.keys)
        var importers: [String: Set<String>] = [:]
        for line in house.imports where modules.contains(line.module) {
            importers[line.module, default: []].insert(line.target)
        }
        return importers.filter { $0.value.count > 1 }.map { module, targets in
            "\(module) is imported by \(targets.sorted().joined(separator: " and "))"
        }.sorted()
    }

    /// Foundation proper would add 40 MB and milliseconds to each start.
    static func foundation(_ house: House) -> [String] {
        house.imports.filter { $0.module == "Foundation" }.map { "\($0.place): imports Foundation" }
    }

    /// What targets share is `package`.
    static func publicDeclarations(_ house: House) -> [String] {
        house.publicLines.map { "\($0): public" }
    }

    /// Every folder of sources is a declared target with a floor, and the other way round.
    static func completeness(_ house: House, folders: [String]) -> [String] {
        let declared = Set(house.declared.keys)
        let found = Set(folders)
        let floors = Set(Floors.number.keys)
        return found.subtracting(declared).map { "Sources/\($0) is no target of the manifest" }
            + declared.subtracting(found).map { "the target \($0) has no folder in Sources" }
            + declared.symmetricDifference(floors).map { "\($0) has no floor, or is no target" }
    }
}
