import Glibc

/// The time of the place this runs in, as the C library knows it: Foundation needs 34 MB of data for the same.
enum LocalTime {
    /// Seconds to add to UTC now.
    static var offset: Int { parts(of: time(nil)).tm_gmtoff }

    /// Seconds since 1970 at the first moment of a moment's month.
    static func monthStart(of seconds: Double) -> Double {
        var month = parts(of: time_t(seconds))
        (month.tm_mday, month.tm_hour, month.tm_min, month.tm_sec) = (1, 0, 0, 0)
        // Whether summer time held on the first is for the C library to say.
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
