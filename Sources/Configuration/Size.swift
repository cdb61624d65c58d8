/// Reads an amount of bytes as it is written in the configuration: `512KiB`, `64MiB`, `64MB`, `1G`; a
/// bare number counts bytes. All units are powers of 1024.
///
/// - Returns: bytes, or nil where the text is none, or less than a log can be cut to.
package func parseSize(_ text: String) -> Int64? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int64(digits) else { return nil }
    var unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    for suffix in ["ib", "b"] where unit.hasSuffix(suffix) {
        unit.removeLast(suffix.count)
        break
    }
    guard let shift = ["": 0, "k": 10, "m": 20, "g": 30, "t": 40][unit],
        number <= Int64.max >> (shift + 1), number << shift >= 65_536
    else { return nil }
    return number << shift
}
