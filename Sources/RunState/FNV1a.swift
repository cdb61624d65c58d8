/// FNV-1a in 64 bits: a hash for places and short names, where nobody is an enemy.
///
/// The supervisor has no libcrypto, so what both sides compute can't be a SHA.
struct FNV1a {
    let value: UInt64

    init(_ text: String) {
        value = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// Sixteen digits.
    var hex: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
