package import Vocabulary

/// A requirement in whose server other requirements can have a database of their own.
package protocol DatabaseProvider: RequirementAdapter {
    /// Where the database `name` would be, owned by the role `name`; pure. The provider may choose
    /// another name where that one is the project's own.
    ///
    /// - Throws: `requirement.database_foreign` where the server is not ours to change.
    func database(_ name: String, password: String, in instance: RequirementInstance) throws
        -> OwnDatabase

    /// Whether it is there and lets its role in with its password; blocking.
    func isProvided(_ database: OwnDatabase, in instance: RequirementInstance) throws -> Bool

    /// Makes role and database, or gives the role its password; blocking, and may be repeated.
    func provide(_ database: OwnDatabase, in instance: RequirementInstance) throws
}

/// A database that a requirement has for itself in the server of another.
package struct OwnDatabase: Sendable, Equatable {
    package var host: String
    package var port: Port
    /// Of the database, and of the role that owns it.
    package var name: String
    package var password: String
}
