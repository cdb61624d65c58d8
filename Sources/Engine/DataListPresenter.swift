import DataActions
import Platform
import Requirements
import Routing
import RunState
import Terminal
import Vocabulary
import Worktrees

/// `data list` and `data size`.
struct DataListPresenter {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func answer() throws -> Answer {
        let targets = try Targets(context, by: .files)
        let measured = context.route.subcommand == "size"
        let answers = try ProjectAnswers(targets.projects, project: { $0 }) {
            try DataListing(
                $0, in: context.layout, named: context.route.components, measured: measured,
                host: context.host)
        }
        answers.complain(context)
        return measured ? try sizes(answers) : list(answers)
    }

    private func list(_ answers: ProjectAnswers<DataListing>) -> Answer {
        let rows = answers.values.flatMap { project, listing in
            listing.components.flatMap { lines(project, $0) }
        }
        let columns: [Table.Column] = [
            "PROJECT", "COMPONENT", "WHAT", "", Table.Column("FOLDER", isFlexible: true),
        ]
        return Answer(
            schema: "envctl.data_list/1", ok: answers.isComplete,
            text: text(columns, rows),
            ["projects": answers.json { ["components": .array($0.components.map(\.json))] }])
    }

    private func lines(_ project: Project, _ row: DataListing.Row) -> [[Table.Cell]] {
        let data = row.data.map { data -> [Table.Cell] in
            let origin = data.origin.map { "from \($0)" }
            let place = data.problem?.message ?? (data.isOnDisk ? nil : "in docker")
            let notes = [data.isInUse ? "in use" : nil, place, origin].compactMap { $0 }
            return cells(
                project, row, "data", notes.joined(separator: ", "), data.path)
        }
        let snapshots = row.snapshots.map { snapshot in
            cells(
                project, row, "snapshot \(snapshot.name)",
                "\(Amount(bytes: snapshot.bytes)), \(snapshot.created)", snapshot.folder)
        }
        return (data.map { [$0] } ?? []) + snapshots
    }

    private func cells(
        _ project: Project, _ row: DataListing.Row, _ what: String, _ note: String, _ path: String
    ) -> [Table.Cell] {
        [
            Table.Cell(project.name.rawValue, .bold), Table.Cell(row.component.rawValue),
            Table.Cell(what), Table.Cell(note, .dim), Table.Cell(path),
        ]
    }

    private func text(_ columns: [Table.Column], _ rows: [[Table.Cell]]) -> String {
        if rows.isEmpty {
            return "no data is here; 'envctl start' makes that of the servers that envctl runs"
        }
        return Table(columns: columns, rows: rows).render(
            style: context.console.answerStyle, width: context.console.width)
    }

    // MARK: - size

    private func sizes(_ answers: ProjectAnswers<DataListing>) throws -> Answer {
        let templates = try FileSystem.size(ofTree: context.layout.templates)
        let spares = try FileSystem.size(ofTree: context.layout.spares)
        let total = answers.values.map(\.value.total).reduce(templates + spares, +)
        var rows = answers.values.flatMap { project, listing in
            listing.components.flatMap { measured(project, $0) }
        }
        rows.append(["", "", "templates, for all", size(templates)])
        rows.append(["", "", "spares, for all", size(spares)])
        let columns: [Table.Column] = [
            "PROJECT", "COMPONENT", "WHAT", Table.Column("SIZE", alignsTrailing: true),
        ]
        return Answer(
            schema: "envctl.data_size/1", ok: answers.isComplete, text: text(columns, rows),
            [
                "bytes": .int(total.bytes), "templates": templates.json,
                "spares": spares.json,
                "projects": answers.json { listing in
                    [
                        "bytes": .int(listing.total.bytes),
                        "components": .array(listing.components.map(\.sizes)),
                    ]
                },
            ])
    }

    private func measured(_ project: Project, _ row: DataListing.Row) -> [[Table.Cell]] {
        let name = Table.Cell(project.name.rawValue, .bold)
        let component = Table.Cell(row.component.rawValue)
        let data = row.size.map { [name, component, "data", size($0)] }
        return (data.map { [$0] } ?? [])
            + row.snapshots.map {
                [
                    name, component, Table.Cell("snapshot \($0.name)"),
                    size(row.snapshotSizes[$0.name] ?? .none),
                ]
            }
    }

    private func size(_ size: TreeSize) -> Table.Cell {
        Table.Cell(Amount(bytes: size.bytes).description)
    }
}

extension TreeSize {
    fileprivate var json: JSON { ["bytes": .int(bytes), "files": JSON(files)] }
}

extension DataListing.Row {
    fileprivate var json: JSON {
        let data: JSON? = data.map {
            [
                "path": $0.isOnDisk ? .string($0.path) : .null,
                "volumes": $0.problem == nil ? JSON($0.volumes.map(\.name)) : .null,
                "identity": JSON($0.identity),
                "origin": JSON($0.origin), "in_use": .bool($0.isInUse),
            ]
        }
        return [
            "component": component.json, "data": data ?? .null,
            "snapshots": .array(snapshots.map(\.json)),
        ]
    }

    fileprivate var sizes: JSON {
        [
            "component": component.json, "bytes": .int(total.bytes), "data": size?.json ?? .null,
            "snapshots": .array(
                snapshots.map { snapshot in
                    let size = snapshotSizes[snapshot.name] ?? .none
                    return [
                        "name": .string(snapshot.name), "bytes": .int(size.bytes),
                        "files": JSON(size.files),
                    ]
                }),
        ]
    }
}
