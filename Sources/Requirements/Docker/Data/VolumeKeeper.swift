import Vocabulary

/// What an adapter knows of its data in a volume, beside what `DataKeeper` says of a folder.
protocol VolumeKeeper: DataKeeper {
    /// What copies the data of a server that runs, as of one moment, from `/source` to `/target`;
    /// what has to be done before is done by then.
    func copyOfRunning(_ copy: VolumeCopy) throws -> VolumeWork.Script

    /// What makes the data in `/target` into what the component wants to find; fails where it is
    /// none. Prints `format <word>` and `program <text>` where not every program reads all data.
    func fitting(_ instance: RequirementInstance) -> String

    /// The word for what a program's version text says: the major version.
    func format(ofProgram text: String) -> String?

    /// Writes the data of a server that runs to a new file of ours.
    func export(_ source: VolumeCopy, to file: String) throws

    /// Fills a new volume from a file of ours; nil: an import goes into a server that runs.
    func fill(_ volume: DockerVolume, from file: String, _ work: VolumeWork) throws
}
