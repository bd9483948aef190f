import RiffleAPI

/// A date and time in the user's time zone, computed from seconds so that views need no clock.
package struct Moment: Sendable, Equatable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    /// Days since 1970.
    package let dayNumber: Int

    /// - Parameters:
    ///   - seconds: seconds since 1970, UTC.
    ///   - offset: offset of the user's time zone from UTC in seconds.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    package init(seconds: Double, offset: Int) {
        let local = Int(nearest: seconds.rounded(.down)) + offset
        var days = local / 86_400
        var rest = local % 86_400
        if rest < 0 {
            rest += 86_400
            days -= 1
        }
        dayNumber = days
        hour = rest / 3600
        minute = rest / 60 % 60
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `09:12`
    package var time: String { "\(Moment.padded(hour)):\(Moment.padded(minute))" }
    /// `2026-11-21`
    package var date: String { "\(year)-\(Moment.padded(month))-\(Moment.padded(day))" }

    /// `Mon`
    package var weekday: String {
        // 1 January 1970 was a Thursday.
        ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(dayNumber % 7 + 7) % 7]
    }

    private static func padded(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
}
