import Vocabulary

/// A proposal as the text of an `envctl.yaml`.
package struct ProposalText {
    private let proposal: ConfigurationProposal
    /// Where editors find the JSON Schema; nil where that is not known.
    private let schema: String?

    package init(_ proposal: ConfigurationProposal, schema: String?) {
        self.proposal = proposal
        self.schema = schema
    }

    package var text: String {
        var parts = [head]
        if proposal.isEmpty { parts.append(Self.example) }
        if !proposal.requirements.isEmpty {
            parts.append("requirements:\n" + proposal.requirements.map(text).joined())
        }
        if !proposal.services.isEmpty {
            parts.append("services:\n" + proposal.services.map(text).joined(separator: "\n"))
        }
        if !proposal.steps.isEmpty {
            parts.append("steps:\n" + proposal.steps.map(text).joined(separator: "\n"))
        }
        if !proposal.notes.isEmpty { parts.append(notes) }
        return parts.joined(separator: "\n")
    }

    private var head: String {
        let modeline = schema.map { "# yaml-language-server: $schema=\($0)\n" } ?? ""
        return modeline + """
            # Proposed by 'envctl init' from what lies in this repository: check it, change it, commit it.
            # 'envctl config check' finds every mistake, 'envctl start --dry-run' shows what would run.
            version: 1

            """
    }

    private static let example = """
        # Nothing was recognised here. A beginning:
        #
        # requirements:
        #   postgres: {}
        # services:
        #   web:
        #     command: npm run dev
        #     port: 3000          # the preferred one; it is in PORT and ${port}
        #     needs: [postgres]

        """

    private var notes: String {
        let lines = proposal.notes.map { "#   \($0.subject): \($0.reason)" }
        return "# Not carried over:\n" + lines.map(Self.oneLine).joined(separator: "\n") + "\n"
    }

    // MARK: parts

    private func text(_ requirement: ProposedRequirement) -> String {
        var members = requirement.settings.map { "\($0.key): \(Self.scalar($0.value))" }
        if let port = requirement.port, port != Self.usualPort[requirement.kind] {
            members.append("port: \(port)")
        }
        let source = Self.oneLine("  # from \(requirement.sources.joined(separator: ", "))") + "\n"
        guard !members.isEmpty else { return source + "  \(requirement.kind): {}\n" }
        return source + "  \(requirement.kind):\n" + lines(members)
    }

    private static let usualPort = ["postgres": 5432, "redis": 6379, "n8n": 5678]

    private func text(_ service: ProposedService) -> String {
        var members: [String] = []
        if service.directory != "." {
            members.append("directory: \(Self.scalar(service.directory))")
        }
        members.append("command: \(Self.scalar(service.command))")
        if let port = service.port { members.append("port: \(port)") }
        if service.readsEnvironmentFile {
            members.append("env_file: [{ path: .env, required: false }]")
        }
        if !service.environment.isEmpty {
            members.append("env:")
            members += service.environment.map { "  \($0.name): \(Self.scalar($0.value))" }
        }
        let needs = proposal.requirements.map(\.kind)
        if !needs.isEmpty { members.append("needs: \(Self.list(needs))") }
        return Self.oneLine("  # from \(service.source)") + "\n  \(service.name):\n"
            + lines(members)
    }

    private func text(_ step: ProposedStep) -> String {
        var members: [String] = []
        if step.directory != "." { members.append("directory: \(Self.scalar(step.directory))") }
        members.append("run: \(Self.scalar(step.run))")
        if let creates = step.creates { members.append("creates: \(Self.scalar(creates))") }
        if !step.inputs.isEmpty { members.append("inputs: \(Self.list(step.inputs))") }
        let before = proposal.services.filter { ProposalMaker.isBefore(step, $0) }.map(\.name)
        members.append("before: \(Self.list(before))")
        let steps = step.needs.filter { name in proposal.steps.contains { $0.name == name } }
        let needs = steps + (step.needsRequirements ? proposal.requirements.map(\.kind) : [])
        if !needs.isEmpty { members.append("needs: \(Self.list(needs))") }
        return Self.oneLine("  # from \(step.source)") + "\n  \(step.name):\n" + lines(members)
    }

    private func lines(_ members: [String]) -> String {
        members.map { "    \($0)\n" }.joined()
    }

    // MARK: YAML

    /// A comment must not become two lines, whatever a file's name is.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }

    private static func list(_ words: [String]) -> String {
        "[" + words.map { scalar($0, inList: true) }.joined(separator: ", ") + "]"
    }

    /// Plain where that is read as the same text, else between double quotes.
    static func scalar(_ text: String, inList: Bool = false) -> String {
        isPlain(text, inList: inList) ? text : quoted(text)
    }

    private static func isPlain(_ text: String, inList: Bool) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        let words = ["true", "false", "null", "yes", "no", "on", "off", "~"]
        let isNumber = text.utf8.allSatisfy { "0123456789.+-eExo_:".utf8.contains($0) }
        if "-?:,[]{}#&*!|>'\"%@` ".contains(first) || last == " " || last == ":" { return false }
        if words.contains(text.lowercased()) || isNumber { return false }
        if text.contains(": ") || text.contains(" #") { return false }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return false
        }
        return !inList || !text.contains { ",[]{}".contains($0) }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count == 1 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
