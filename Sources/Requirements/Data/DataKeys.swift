import Configuration
import Vocabulary

/// The keys that every requirement has whose data can be copied.
enum DataKeys {
    static let all = [
        KeySchema(
            "clone_from", .string,
            """
            Where there is no data yet, begin with a copy of that of this project of the \
            repository, e.g. `main`; without such data it begins anew. Of the same backend.
            """)
    ]
}
