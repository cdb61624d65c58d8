import Platform
package import Vocabulary

/// `scope.json`: which repository this is, and the names its projects were given once.
package struct ScopeRecord: Sendable, Equatable {
    package var scope: ScopeID
    /// The canonical path that the id is made from.
    package var path: String
    /// What that folder is, wherever it is moved to in its file system: `device:inode`; nil in
    /// records of older versions.
    package var directory: String?
    package var projects: [NamedProject]

    package init(
        scope: ScopeID, path: String, directory: String? = nil, projects: [NamedProject] = []
    ) {
        self.scope = scope
        self.path = path
        self.directory = directory
        self.projects = projects
    }

    /// The directory of a path, as `directory` has it; nil where there is none.
    package static func directory(at path: String) -> String? {
        // What can't be looked at can't be recognised either.
        guard let status = try? FileSystem.entry(path), status.isDirectory else { return nil }
        return "\(status.device):\(status.inode)"
    }

    /// A name, and what it was given to.
    package struct NamedProject: Sendable, Equatable {
        package var name: ProjectName
        /// The worktree's administrative folder in git, with `#subfolder` where it has one.
        package var identity: String
        /// Absolute path of the folder with the configuration, when it was last seen.
        package var path: String
        package var branch: String?
        package var created: Timestamp

        package init(
            name: ProjectName, identity: String, path: String, branch: String?, created: Timestamp
        ) {
            self.name = name
            self.identity = identity
            self.path = path
            self.branch = branch
            self.created = created
        }
    }

    /// Every name given, with the identity it was given to.
    package var names: [ProjectName: String] {
        Dictionary(projects.map { ($0.name, $0.identity) }) { first, _ in first }
    }

    package func project(named name: ProjectName) -> NamedProject? {
        projects.first { $0.name == name }
    }

    package var json: JSON {
        [
            "schema": Schema.scope.json, "scope": scope.json, "path": .string(path),
            "directory": JSON(directory), "projects": .array(projects.map(\.json)),
        ]
    }

    package init(json: JSON) throws {
        self.init(
            scope: try json.identifier("scope"), path: try json.requiredString("path"),
            directory: try json.optionalString("directory"),
            projects: try json.list("projects", NamedProject.init(json:)))
    }
}

extension ScopeRecord.NamedProject {
    package var json: JSON {
        [
            "name": name.json, "identity": .string(identity), "path": .string(path),
            "branch": JSON(branch), "created": created.json,
        ]
    }

    package init(json: JSON) throws {
        self.init(
            name: try json.identifier("name"), identity: try json.requiredString("identity"),
            path: try json.requiredString("path"), branch: try json.optionalString("branch"),
            created: try json.timestamp("created"))
    }
}
