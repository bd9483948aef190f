import Glibc
import RiffleAPI

extension HistorySearch {
    /// What of it concerns the request alone, as SQL that goes on after `AND …`; empty for nothing. All of it is made of
    /// numbers and of words of our own.
    func condition(_ table: String, now: Double) -> String {
        var conditions: [String] = []
        switch kind {
        case .blend: conditions.append("\(table).mate IS NOT NULL")
        case .variation: conditions.append("\(table).kind = 'variation' AND \(table).mate IS NULL")
        case .edit, .generation: conditions.append("\(table).kind = '\(kind!.rawValue)'")
        case nil: break
        }
        if let strength {
            conditions.append(
                "\(table).settings ->> '$.strength' BETWEEN \(strength.lowerBound) AND \(strength.upperBound)")
        }
        if let state { conditions.append("\(table).state = '\(state.rawValue)'") }
        if let days = period?.days(now: now) {
            conditions.append("\(table).created >= \(days.lowerBound) AND \(table).created < \(days.upperBound)")
        }
        return conditions.map { "AND \($0) " }.joined()
    }
}

extension HistorySearch.Period {
    /// Its first second and the first after it, in seconds since 1970, by the local calendar; weeks begin on Monday.
    func days(now: Double) -> Range<Double> {
        var clock = time_t(now)
        var today = tm()
        localtime_r(&clock, &today)
        // 0 is Monday.
        let weekday = (Int(today.tm_wday) + 6) % 7
        func moment(years: Int = 0, month: Int? = nil, day: Int) -> Double {
            var date = tm()
            date.tm_year = today.tm_year + Int32(years)
            date.tm_mon = Int32(month ?? Int(today.tm_mon))
            date.tm_mday = Int32(day)
            // mktime finds out whether it is summer time, and takes days and months beyond the end of one.
            date.tm_isdst = -1
            return Double(mktime(&date))
        }
        let day = Int(today.tm_mday)
        let month = Int(today.tm_mon)
        func days(from start: Int, to end: Int) -> Range<Double> { moment(day: day + start)..<moment(day: day + end) }
        switch self {
        case .today: return days(from: 0, to: 1)
        case .yesterday: return days(from: -1, to: 0)
        case .thisWeek: return days(from: -weekday, to: 7 - weekday)
        case .lastWeek: return days(from: -weekday - 7, to: -weekday)
        case .weekday(let number):
            let back = (weekday - (number - 1) + 7) % 7
            return days(from: -back, to: 1 - back)
        case .thisMonth: return moment(day: 1)..<moment(month: month + 1, day: 1)
        case .lastMonth: return moment(month: month - 1, day: 1)..<moment(day: 1)
        case .month(let number):
            let years = number - 1 > month ? -1 : 0
            return moment(years: years, month: number - 1, day: 1)..<moment(years: years, month: number, day: 1)
        case .thisYear: return moment(month: 0, day: 1)..<moment(years: 1, month: 0, day: 1)
        case .lastYear: return moment(years: -1, month: 0, day: 1)..<moment(month: 0, day: 1)
        }
    }
}
