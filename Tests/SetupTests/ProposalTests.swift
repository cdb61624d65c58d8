import Configuration
import Platform
import Testing
import Vocabulary

@testable import Setup

@Suite struct ProposalTests {
    private func workshop(_ files: [String: String]) throws -> Workshop {
        let workshop = try Workshop()
        for (name, text) in files { try workshop.write("tree/" + name, text) }
        return workshop
    }

    private func propose(_ workshop: Workshop) throws -> RepositoryInitialization {
        try RepositoryInitialization(workshop.sources, schema: "/x/envctl.schema.json")
    }

    @Test(arguments: Layout.known) func wellKnownLayouts(_ layout: Layout) throws {
        let workshop = try workshop(layout.files)
        let proposed = try propose(workshop)
        let proposal = proposed.proposal
        #expect(proposal.requirements.map(\.kind) == layout.requirements)
        let services = proposal.services.map {
            "\($0.name) \($0.port.map(String.init) ?? "-") \($0.command)"
        }
        // A program of the repository's own folder is called as the folder is.
        #expect(services == layout.services.map { $0.replacing("NAME", with: "tree") })
        #expect(proposal.steps.map(\.name) == layout.steps)
        for note in layout.notes {
            let all = proposal.notes.map { "\($0.subject): \($0.reason)" }
            #expect(all.contains { $0.contains(note) }, "no note says '\(note)': \(all)")
        }
        try proposed.write()
        let found = try #require(try ConfigurationLoader(workshop.sources).load())
        #expect(found.services.map(\.id.rawValue) == proposal.services.map(\.name))
        #expect(found.requirements.map(\.kind) == layout.requirements)
        #expect(found.warnings.isEmpty, "\(found.warnings)")
    }

    @Test func valuesOfRequirementsReachTheVariablesThatAskForThem() throws {
        let workshop = try workshop([
            "Procfile": "web: serve\n",
            ".env.example": """
            POSTGRES_HOST=db
            POSTGRES_PORT=5432
            POSTGRES_USERNAME=me
            POSTGRES_PASSWORD=secret
            POSTGRES_DB=shop
            CACHE_URL=redis://localhost:6379/1
            DATABASE_URL=postgres://x
            MAIL_URL=smtp://localhost
            """,
        ])
        try propose(workshop).write()
        let found = try #require(try ConfigurationLoader(workshop.sources).load())
        let environment = found.services[0].environment.map { "\($0.name)=\($0.value.text)" }
        #expect(
            environment == [
                "POSTGRES_HOST=${requirements.postgres.host}",
                "POSTGRES_PORT=${requirements.postgres.port}",
                "POSTGRES_USERNAME=${requirements.postgres.user}",
                "POSTGRES_PASSWORD=${requirements.postgres.password}",
                "POSTGRES_DB=${requirements.postgres.database}",
                "CACHE_URL=${requirements.redis.url}",
            ])
        #expect(
            found.services[0].environmentFiles == [
                EnvironmentFile(path: workshop.root + "/tree/.env", isRequired: false)
            ])
    }

    @Test func aServerInAProcfileIsARequirement() throws {
        let proposal = try propose(
            workshop(["Procfile": "redis: redis-server --port 6380\nweb: node a.js\nrelease: x\n"])
        ).proposal
        #expect(proposal.requirements.map(\.kind) == ["redis"])
        #expect(proposal.services.map(\.name) == ["web"])
        #expect(proposal.notes.contains { $0.subject == "Procfile:3" })
    }

    @Test(
        arguments: [
            ("PORT=3000 npm start", 3000, "npm start"), ("a -p 3000", 3000, "a -p ${port}"),
            ("a --port=3000 -x", 3000, "a --port=${port} -x"),
            ("a ${PORT:-3000}", 3000, "a ${port}"),
            ("a -b 0.0.0.0:8000", 8000, "a -b 0.0.0.0:${port}"),
            ("a http://localhost:3000/x", nil, "a http://localhost:3000/x"),
            ("a ${HOME}/x $PORT", nil, "a $${HOME}/x $PORT"), ("a -p 99999", nil, "a -p 99999"),
            ("a -p 3000 --port 4000", 3000, "a -p ${port} --port 4000"),
        ] as [(String, Int?, String)]) func portsOfCommands(
            _ text: String, _ port: Int?, _ command: String
        )
    {
        let parsed = CommandPort(text)
        #expect(parsed.port == port)
        #expect(parsed.command == command)
    }

    @Test func nothingIsEverOverwritten() throws {
        let workshop = try workshop(["Procfile": "web: serve\n"])
        let proposed = try propose(workshop)
        try workshop.write("tree/envctl.yaml", "mine")
        #expect(throws: Failure.self) { try proposed.write() }
        #expect(try workshop.text("tree/envctl.yaml") == "mine")
        _ = try RepositoryInitialization.writeAgents(in: workshop.root + "/tree")
        #expect(throws: Failure.self) {
            try RepositoryInitialization.writeAgents(in: workshop.root + "/tree")
        }
    }

    @Test func oddNamesAndBrokenFilesDoNoHarm() throws {
        let proposed = try propose(
            workshop([
                "package.json": "{", "docker-compose.yml": "a: [", "go.mod": "\u{0}",
                "Procfile": ": x\nno line\nweb one\u{7}: echo 'a: b' # \"c\"\n1:\n",
                ".env.example": "A='open", "9-odd näme/package.json": #"{"scripts":{"dev":"x"}}"#,
            ]))
        let notes = proposed.proposal.notes.map(\.subject)
        #expect(notes.contains("package.json") && notes.contains("docker-compose.yml"))
        #expect(notes.contains(".env.example:1"))
    }

    @Test func anEmptyFolderGetsABeginning() throws {
        let workshop = try workshop([:])
        let proposed = try propose(workshop)
        #expect(proposed.proposal.isEmpty)
        #expect(proposed.text.hasPrefix("# yaml-language-server: $schema=/x/envctl.schema.json\n"))
        try proposed.write()
        #expect(try ConfigurationLoader(workshop.sources).load()?.services.isEmpty == true)
    }

    @Test func agentsAreToldInTenLines() {
        let lines = AgentsText.text.split(separator: "\n")
        #expect(lines.count <= 10)
        #expect(lines.allSatisfy { $0.count <= 100 })
    }
}
