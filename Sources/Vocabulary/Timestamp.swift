/// A wall-clock time in whole milliseconds since 1970-01-01 UTC.
package struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package func adding(milliseconds more: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds + more)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// RFC 3339 in UTC with milliseconds: `2026-11-21T07:40:00.123Z`.
    package var description: String {
        let (date, time) = parts
        return "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))T"
            + "\(pad(time.hour, 2)):\(pad(time.minute, 2)):\(pad(time.second, 2)).\(pad(time.milli, 3))Z"
    }

    /// Basic format for ids: `20261121T074000.123Z`.
    package var compact: String {
        let (date, time) = parts
        return "\(pad(date.year, 4))\(pad(date.month, 2))\(pad(date.day, 2))T"
            + "\(pad(time.hour, 2))\(pad(time.minute, 2))\(pad(time.second, 2)).\(pad(time.milli, 3))Z"
    }

    package var json: JSON { .string(description) }

    /// Reads `2026-11-21T07:40:00.123Z` (the form that `description` writes).
    package init?(_ text: String) {
        self.init(digits: text, length: 24)
    }

    /// Reads `20261121T074000.123Z`.
    package init?(compact text: String) {
        self.init(digits: text, length: 20)
    }

    private init?(digits text: String, length: Int) {
        guard text.utf8.count == length, text.hasSuffix("Z") else { return nil }
        let digits = text.utf8.filter { (0x30...0x39).contains($0) }
        guard digits.count == 17 else { return nil }
        func field(_ start: Int, _ count: Int) -> Int64 {
            digits[start..<start + count].reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }
        let days = Self.daysSince1970(year: field(0, 4), month: field(4, 2), day: field(6, 2))
        milliseconds =
            ((days * 24 + field(8, 2)) * 60 + field(10, 2)) * 60_000 + field(12, 2) * 1000
            + field(14, 3)
    }

    private var parts:
        (
            date: (year: Int64, month: Int64, day: Int64),
            time: (hour: Int64, minute: Int64, second: Int64, milli: Int64)
        )
    {
        let day: Int64 = 86_400_000
        let days = milliseconds >= 0 ? milliseconds / day : (milliseconds - day + 1) / day
        let rest = milliseconds - days * day
        return (
            Self.civil(days),
            (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000)
        )
    }

    /// Days since 1970-01-01 of a proleptic Gregorian date (years from March, 400-year eras).
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (
            yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }
}

private func pad(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
