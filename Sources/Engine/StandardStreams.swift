import Glibc

/// The three streams that every program is given, or should be.
enum StandardStreams {
    /// Takes the numbers of those that are closed: a file that we open would get one of them, and
    /// what is said would be written into it. All are opened for reading, so that an answer that
    /// can't be told is still a failure.
    static func hold() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            // The lowest number that is free is this one. Without the file there is nothing to hold.
            _ = open("/dev/null", O_RDONLY)
        }
    }
}
