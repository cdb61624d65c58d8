package import Vocabulary

/// Files whose change restarts a component. Compiled by the command, so that the supervisor needs to
/// know nothing of git or of configurations.
package struct WatchRule: Sendable, Equatable {
    /// Absolute path of the folder that `paths` are relative to.
    package var root: String
    /// Files, folders (with all below them) and globs.
    package var paths: [String]
    /// What is not looked at; a later pattern wins.
    package var ignore: [IgnoreList]

    package init(root: String, paths: [String], ignore: [IgnoreList] = []) {
        self.root = root
        self.paths = paths
        self.ignore = ignore
    }

    package var json: JSON {
        ["root": .string(root), "paths": JSON(paths), "ignore": .array(ignore.map(\.json))]
    }

    package init(json: JSON) throws {
        self.init(
            root: try json.requiredString("root"), paths: try json.strings("paths"),
            ignore: try json.list("ignore", IgnoreList.init(json:)))
    }
}

/// Lines in the form of `.gitignore`, which hold below one folder.
package struct IgnoreList: Sendable, Equatable {
    /// Absolute path.
    package var folder: String
    package var patterns: [String]

    package init(folder: String, patterns: [String]) {
        self.folder = folder
        self.patterns = patterns
    }

    package var json: JSON { ["folder": .string(folder), "patterns": JSON(patterns)] }

    package init(json: JSON) throws {
        self.init(
            folder: try json.requiredString("folder"), patterns: try json.strings("patterns"))
    }
}
