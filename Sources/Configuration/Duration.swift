/// Reads a length of time as it is written in the configuration: `500ms`, `30s`, `1.5m`, `2h`; a bare
/// number counts seconds.
///
/// - Returns: milliseconds, or nil where the text is none or the time is longer than a year.
package func parseDuration(_ text: String) -> Int? {
    let units: [(suffix: String, milliseconds: Double)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("", 1000),
    ]
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
    let digits = text.dropLast(unit.suffix.count)
    guard let first = digits.utf8.first, (0x30...0x39).contains(first),
        digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
        let amount = Double(digits)
    else { return nil }
    let milliseconds = (amount * unit.milliseconds).rounded()
    return milliseconds <= 31_536_000_000 ? Int(milliseconds) : nil
}
