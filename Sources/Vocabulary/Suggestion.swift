/// The word of `candidates` that `word` was most likely meant to be, or nil where none is near.
///
/// Near is an edit distance (insert, delete, replace, swap of neighbours) of at most a third of the
/// word's length, at least 1.
package func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, word.count / 3)
    let ranked = candidates.map { (distance(Array(word), Array($0)), $0) }
    return ranked.filter { $0.0 <= limit }.min { $0.0 < $1.0 }?.1
}

/// Optimal string alignment distance of two words.
private func distance(_ left: [Character], _ right: [Character]) -> Int {
    var older: [Int] = []
    var previous = Array(0...right.count)
    for i in 0..<left.count {
        var current = [i + 1] + Array(repeating: 0, count: right.count)
        for j in 0..<right.count {
            let cost = left[i] == right[j] ? 0 : 1
            current[j + 1] = min(previous[j] + cost, previous[j + 1] + 1, current[j] + 1)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                current[j + 1] = min(current[j + 1], older[j - 1] + 1)
            }
        }
        older = previous
        previous = current
    }
    return previous[right.count]
}
