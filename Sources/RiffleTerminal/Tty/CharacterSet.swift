import Glibc

/// The terminal's character set, according to the environment.
enum CharacterSet {
    case utf8
    /// Another one: only ASCII is sent.
    case other

    /// Sets the C library's LC_CTYPE, which ncurses needs for wide characters.
    ///
    /// If the environment names no locale (a bare container, an ssh session that forwards none), UTF-8 is assumed; a
    /// locale with another character set is respected. In both cases LC_CTYPE is UTF-8, because in the C locale ncurses
    /// blanks other characters.
    static func settle(environment: [String: String]) -> CharacterSet {
        let isNamed = ["LC_ALL", "LC_CTYPE", "LANG"].contains { environment[$0].map { !$0.isEmpty } ?? false }
        let isSet = setlocale(LC_CTYPE, "") != nil
        if isSet, let codeset = nl_langinfo(Int32(CODESET)), String(cString: codeset) == "UTF-8" { return .utf8 }
        let named =
            environment["LC_ALL"].flatMap { $0.isEmpty ? nil : $0 } ?? environment["LC_CTYPE"].flatMap {
                $0.isEmpty ? nil : $0
            } ?? environment["LANG"] ?? ""
        if setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
        // A UTF-8 locale counts even if it is not installed on this machine.
        let saysUTF8 = named.lowercased().contains("utf-8") || named.lowercased().contains("utf8")
        return !isNamed || saysUTF8 ? .utf8 : .other
    }
}
