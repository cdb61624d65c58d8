/// Takes out of a text what must not leave: registered secrets by value, others by their shape.
///
/// The one place that decides what is secret. A value; made anew when a secret was registered.
package struct Redactor: Sendable {
    private let secrets: SecretIndex
    private let person: Person?

    /// - Parameter secrets: values that are known to be secret.
    /// - Parameter person: whose name and home folder go too; nil for what stays on the machine.
    package init(secrets: some Sequence<String> = [], person: Person? = nil) {
        self.init(index: SecretIndex(secrets), person: person)
    }

    init(index: SecretIndex, person: Person?) {
        secrets = index
        self.person = person
    }

    package func redact(_ text: String) -> Redaction {
        let bytes = Array(text.utf8)
        let findings = findings(in: bytes)
        if findings.isEmpty { return Redaction(text: text, counts: RedactionCounts()) }
        let (rest, counts) = Self.replace(findings, in: bytes)
        return Redaction(text: String(decoding: rest, as: UTF8.self), counts: counts)
    }

    /// `redact` for those who do not count.
    package func text(_ text: String) -> String { redact(text).text }

    package func redact(bytes: [UInt8]) -> (bytes: [UInt8], counts: RedactionCounts) {
        Self.replace(findings(in: bytes), in: bytes)
    }

    /// Lines that belong together: what is secret may go over several.
    package func lines(_ lines: [String]) -> [String] {
        let text = lines.joined(separator: "\n")
        let redacted = redact(text)
        if redacted.counts.total == 0 { return lines }
        return redacted.text.split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
    }

    /// The kind of the first secret, if there is one: for those who check their own work.
    package func firstSecret(in bytes: [UInt8]) -> RedactionKind? {
        findings(in: bytes).first { !$0.kind.isPersonal }?.kind
    }

    // MARK: - Finding

    private func findings(in text: [UInt8]) -> [RedactionFinding] {
        let plain = Self.merged(valueFindings(text) + shapeFindings(text))
        let encoded = encodedFindings(text, beside: plain)
        return encoded.isEmpty ? plain : Self.merged(plain + encoded)
    }

    private func valueFindings(_ text: [UInt8]) -> [RedactionFinding] {
        guard !secrets.isEmpty else { return [] }
        var findings: [RedactionFinding] = []
        var index = 0
        while index < text.count {
            if let end = secrets.match(text, at: index) {
                findings.append(RedactionFinding(range: index..<end, kind: .secret))
                index = end
            } else {
                index += 1
            }
        }
        return findings
    }

    private func shapeFindings(_ text: [UInt8]) -> [RedactionFinding] {
        var findings: [RedactionFinding] = []
        var index = 0
        while index < text.count {
            guard let finding = shape(text, at: index) else {
                index += 1
                continue
            }
            findings.append(finding)
            // What a key or an address leads to lies ahead: the place itself is done.
            index = max(index + 1, finding.range.upperBound)
        }
        return findings
    }

    private func shape(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        if let finding = TokenShapes.match(text, at: index) { return finding }
        if let finding = BlockShapes.match(text, at: index) { return finding }
        if let finding = AddressShapes.match(text, at: index) { return finding }
        if let finding = KeyedValues.match(text, at: index) { return finding }
        return person?.match(text, at: index)
    }

    /// - Parameter plain: what was found as it is, in order; it needs no decoding.
    private func encodedFindings(
        _ text: [UInt8], beside plain: [RedactionFinding]
    ) -> [RedactionFinding] {
        var findings: [RedactionFinding] = []
        var next = plain[...]
        var index = 0
        while index < text.count {
            while let first = next.first, first.range.upperBound <= index { next.removeFirst() }
            if let first = next.first, first.range.lowerBound <= index {
                index = first.range.upperBound
                continue
            }
            guard EncodedShapes.isEncoding(text[index]) else {
                index += 1
                continue
            }
            let (finding, end) = EncodedShapes.match(text, at: index) { decoded in
                !valueFindings(decoded).isEmpty
                    || shapeFindings(decoded).contains { !$0.kind.isPersonal }
            }
            if let finding, !(next.first?.range.overlaps(finding.range) ?? false) {
                findings.append(finding)
            }
            index = end
        }
        return findings
    }

    // MARK: - Replacing

    /// Findings that touch become one, of the first one's kind.
    private static func merged(_ findings: [RedactionFinding]) -> [RedactionFinding] {
        var merged: [RedactionFinding] = []
        for finding in findings.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            if let last = merged.last, finding.range.lowerBound < last.range.upperBound {
                let end = max(last.range.upperBound, finding.range.upperBound)
                merged[merged.count - 1].range = last.range.lowerBound..<end
            } else {
                merged.append(finding)
            }
        }
        return merged
    }

    private static func replace(
        _ findings: [RedactionFinding], in text: [UInt8]
    ) -> ([UInt8], RedactionCounts) {
        var rest: [UInt8] = []
        rest.reserveCapacity(text.count)
        var counts = RedactionCounts()
        var index = 0
        for finding in findings {
            rest += text[index..<finding.range.lowerBound]
            rest += finding.kind.replacement
            counts.add(finding.kind)
            index = finding.range.upperBound
        }
        return (rest + text[index...], counts)
    }
}
