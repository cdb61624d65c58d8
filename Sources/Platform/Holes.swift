import CPlatform
import Glibc

/// Files that give room back at their head and keep their offsets.
package enum Holes {
    /// Makes a hole: the bytes take no room any more and read as zeros, the size stays.
    ///
    /// - Returns: false where the file system makes none (`fallocate`: EOPNOTSUPP, ENOSYS).
    package static func punch(
        _ descriptor: Int32, from start: Int64, to end: Int64, subject: String
    ) throws(SystemError) -> Bool {
        guard end > start else { return true }
        do throws(SystemError) {
            try checked("fallocate", subject) { cp_punch(descriptor, start, end - start) }
            return true
        } catch {
            if error.errno == EOPNOTSUPP || error.errno == ENOSYS { return false }
            throw error
        }
    }

    /// Where the next bytes that are no hole begin (`SEEK_DATA`), at `offset` or after it; nil where
    /// none follow. A file system that knows no holes answers `offset`.
    package static func data(_ descriptor: Int32, from offset: Int64) -> Int64? {
        let found = cp_seek_data(descriptor, offset)
        if found >= 0 { return found }
        // ENXIO is the end; whatever else it is, the bytes can still be read.
        return errno == ENXIO ? nil : offset
    }
}
