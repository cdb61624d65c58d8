import Vocabulary

extension RequirementInstance {
    /// What its record shows of a server that we run: never a value of the projection, only names.
    func facts(command: [String], _ projection: Projection) throws -> JSON.Object {
        [
            "version": JSON(resolution.version), "backend": "native",
            "projection_keys": JSON(projection.environment.map(\.name)),
            "command": JSON(command), "data": .string(paths.data),
            "identity": .string(try dataIdentity()),
        ]
    }
}
