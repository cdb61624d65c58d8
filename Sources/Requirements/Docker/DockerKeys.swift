import Configuration
import Vocabulary

/// The keys that every requirement has which can run in a container.
enum DockerKeys {
    static let all = [
        KeySchema(
            "image", .string,
            """
            With `backend: docker`: the image, e.g. `registry.example/team/redis:7`; without it the \
            official one with `version` as its tag.
            """),
        KeySchema(
            "pull", .choice(["missing", "always", "never"]), default: "missing",
            "With `backend: docker`: when the image is fetched."),
    ]
}
