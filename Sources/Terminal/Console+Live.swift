import Glibc

extension Console {
    /// Columns and lines of the terminal that progress goes to, as it tells them now.
    package var liveSize: (columns: Int, lines: Int) {
        var size = winsize()
        guard ioctl(diagnostics, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
    }

    /// Writes control sequences and text to stderr in one call, as they are.
    ///
    /// - Returns: false where the terminal has gone (EIO after a hang-up): nobody looks any more.
    package func draw(_ text: String) -> Bool {
        do {
            try Self.write(Array(text.utf8), to: diagnostics, named: "standard error")
            return true
        } catch {
            return false
        }
    }
}
