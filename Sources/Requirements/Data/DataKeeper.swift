/// What an adapter knows of its data, so that it can be copied, kept and put back: everything that
/// is the same for all kinds is done by `ComponentData`.
protocol DataKeeper: RequirementAdapter {
    /// What new data has in it by the configuration and can't be had otherwise by a new start, by keys.
    func content(of instance: RequirementInstance) -> [String: String]

    /// Copies the data of a server that runs, as of one moment, into an empty folder.
    func copyRunning(_ copy: DataCopy) throws

    /// Copies data that nothing lives on: `copy` holds its lock.
    ///
    /// - Throws: `requirement.data_in_use` where a server that is not ours lives on it all the same.
    func copyStopped(_ copy: DataCopy) throws

    /// Which programs can read the data, in one word that is equal for two of the same kind: the
    /// major version. Nil where all can.
    func format(of folder: GivenFolder) throws -> String?

    /// Makes a copy into what this component's configuration wants to find.
    func fit(_ copy: GivenFolder, to instance: RequirementInstance, _ work: AccountWork) throws

    /// Whether the start of its server waits until the files are on the disk, so that a copy need not.
    var flushesWithStart: Bool { get }

    /// Writes the data to a file that is not there yet, as whoever we are.
    func export(_ source: DataSource, _ instance: RequirementInstance, to file: String) throws

    /// Whether it puts an import into a server that runs; else it makes a data folder.
    var importsIntoRunning: Bool { get }

    /// Puts what a file holds in the place of the data.
    ///
    /// - Parameter new: an empty folder, where this adapter makes data folders.
    func load(_ file: String, _ instance: RequirementInstance, into new: GivenFolder?) throws
}

extension DataKeeper {
    func content(of instance: RequirementInstance) -> [String: String] { [:] }
}
