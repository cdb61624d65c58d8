package import Vocabulary

/// One file of a bundle, made when its turn comes, so that never more than one is in memory.
package struct BundleSource {
    /// In the bundle: `runs/<id>/run_state.json`.
    package var name: String
    /// Nil where there is nothing to put in.
    package var content: () throws -> [UInt8]?

    package init(_ name: String, _ content: @escaping () throws -> [UInt8]?) {
        self.name = name
        self.content = content
    }

    package static func json(_ name: String, _ value: @escaping () throws -> JSON?) -> BundleSource
    {
        BundleSource(name) { try value().map { Array($0.pretty.utf8) } }
    }

    package static func text(_ name: String, _ value: @escaping () throws -> String?)
        -> BundleSource
    {
        BundleSource(name) { try value().map { Array($0.utf8) } }
    }
}
