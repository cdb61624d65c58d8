package import Vocabulary

/// One line of a log.
package struct LogLine: Sendable {
    package let source: LogSource
    /// Without its line feed.
    package let bytes: [UInt8]
    /// Whether it ends with a line feed.
    package let isFinished: Bool
    /// When it was written, as far as is known.
    package let time: Timestamp?
    /// What lines of several logs are merged by.
    let order: Int64
}
