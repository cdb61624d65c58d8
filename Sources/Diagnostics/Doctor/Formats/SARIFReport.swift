package import Vocabulary

/// The findings as SARIF 2.1.0, for code scanning of a forge.
package enum SARIFReport {
    package static func json(_ results: [CheckResult], version: String) -> JSON {
        [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "envctl", "version": .string(version),
                            "rules": .array(results.map(rule)),
                        ]
                    ],
                    "results": .array(results.enumerated().map { result($0.element, $0.offset) }),
                ]
            ],
        ]
    }

    private static func rule(_ result: CheckResult) -> JSON {
        [
            "id": .string(result.id),
            "properties": ["group": .string(result.group.rawValue)],
        ]
    }

    private static func result(_ result: CheckResult, _ index: Int) -> JSON {
        let finding = result.finding
        let text =
            ([finding.message] + finding.evidence
            + [finding.fix.map { "fix: \($0)" }].compactMap(\.self)).joined(separator: "\n")
        var object: JSON.Object = [
            "ruleId": .string(result.id), "ruleIndex": JSON(index),
            "kind": .string(kind(result.severity)), "level": .string(level(result.severity)),
            "message": ["text": .string(text)],
        ]
        if let path = finding.path {
            let place: JSON = ["artifactLocation": ["uri": .string(uri(path))]]
            object["locations"] = [["physicalLocation": place]]
        }
        return .object(object)
    }

    /// The standard wants level `none` for everything that is no `fail`.
    private static func kind(_ severity: Severity) -> String {
        switch severity {
        case .skip: "notApplicable"
        case .ok: "pass"
        case .info: "informational"
        case .warn, .fail: "fail"
        }
    }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .skip, .ok, .info: "none"
        case .warn: "warning"
        case .fail: "error"
        }
    }

    /// `file:///…`, with what a URI can't hold as it is in percents.
    private static func uri(_ path: String) -> String {
        let plain = Set("/-._~".utf8)
        let encoded = path.utf8.map { byte -> String in
            let scalar = Unicode.Scalar(byte)
            if plain.contains(byte) || scalar.isASCIILetter || scalar.isASCIIDigit {
                return String(Character(scalar))
            }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "file://" + encoded.joined()
    }
}
