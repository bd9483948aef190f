import Glibc

/// Local time from the C library, because Foundation's calendar would add 34 MB of data to the program.
enum LocalTime {
    /// Seconds to add to UTC now.
    static var offset: Int { parts(of: time(nil)).tm_gmtoff }

    /// The start of a moment's month, in seconds since 1970.
    static func monthStart(of seconds: Double) -> Double {
        var month = parts(of: time_t(seconds))
        (month.tm_mday, month.tm_hour, month.tm_min, month.tm_sec) = (1, 0, 0, 0)
        // Let the C library decide whether daylight saving time applied on the first.
        month.tm_isdst = -1
        return Double(mktime(&month))
    }

    private static func parts(of moment: time_t) -> tm {
        var moment = moment
        var parts = tm()
        localtime_r(&moment, &parts)
        return parts
    }
}
