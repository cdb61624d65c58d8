import Platform
package import Vocabulary

/// What there is of a component's data, for lists.
package struct DataDescription: Sendable {
    package var component: ComponentID
    /// Absolute path of its folder.
    package var path: String
    /// `<run>/<component>` of when it was made here; nil where nothing is known of it.
    package var identity: String?
    /// `snapshot x`, `project main`, `file y`; nil where it was made anew.
    package var origin: String?
    /// Something lives on it.
    package var isInUse: Bool

    /// Nil where there is no data.
    package init?(_ component: ComponentID, at path: String, lock: String) throws {
        guard try FileSystem.entry(path)?.isDirectory == true else { return nil }
        let record = try DataRecord(readingFrom: path + ".json")
        self.component = component
        self.path = path
        identity = record?.identity
        origin = record?.origin
        isInUse = try DataLock.isHeld(lock)
    }
}
