import Configuration
import Planning
import Testing
import Vocabulary

struct SelectionTests {
    static func configuration() -> ProjectConfiguration {
        func service(_ name: String, needs: [String]) -> ServiceConfiguration {
            ServiceConfiguration(
                id: id(name), directory: "/", command: .shell(Template(literal: "x")),
                needs: needs.map { NeedConfiguration(name: id($0)) })
        }
        return ProjectConfiguration(
            root: "/",
            requirements: [
                RequirementConfiguration(id: id("postgres"), kind: "postgres"),
                RequirementConfiguration(id: id("redis"), kind: "redis"),
            ],
            services: [
                service("web", needs: ["api"]), service("api", needs: ["postgres", "redis"]),
                service("docs", needs: []),
            ])
    }

    @Test func needsComeFirst() throws {
        let all = try Selection(of: Self.configuration())
        #expect(all.ordered.map(\.rawValue) == ["postgres", "redis", "api", "web", "docs"])
        let some = try Selection(of: Self.configuration(), named: [id("api")])
        #expect(some.ordered.map(\.rawValue) == ["postgres", "redis", "api"])
    }

    @Test func whatNeedsTheSkippedIsSkippedToo() throws {
        let selection = try Selection(of: Self.configuration(), skip: [id("redis")])
        #expect(selection.ordered.map(\.rawValue) == ["postgres", "docs"])
        #expect(selection.skipped[id("web")] == "it needs 'api', which is left out")
        #expect(selection.skipped[id("redis")] == "left out with --skip")
    }

    @Test func anUnknownNameIsAnErrorWithTheKnownOnes() {
        #expect {
            _ = try Selection(of: Self.configuration(), named: [id("wbe")])
        } throws: { error in
            let failure = error as? Failure
            return failure?.code == "component.unknown" && failure?.hint == "did you mean 'web'?"
                && failure?.causes == ["known are postgres, redis, web, api, docs"]
        }
    }
}
