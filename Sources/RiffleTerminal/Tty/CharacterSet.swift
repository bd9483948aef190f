import Glibc

/// The character set of the terminal, as far as the environment tells.
enum CharacterSet {
    case utf8
    /// Another one: only characters below 128 are sent.
    case other

    /// Sets the C library's character type, which ncurses' wide characters need.
    ///
    /// Without any locale in the environment (a bare container, an ssh session that forwards none) the
    /// terminal is taken for UTF-8, as they are today; one that names another set is believed. Either
    /// way the library works in UTF-8, because in the C locale ncurses blanks what it cannot write.
    static func settle(environment: [String: String]) -> CharacterSet {
        let isNamed = ["LC_ALL", "LC_CTYPE", "LANG"].contains { environment[$0].map { !$0.isEmpty } ?? false }
        let isSet = setlocale(LC_CTYPE, "") != nil
        if isSet, let codeset = nl_langinfo(Int32(CODESET)), String(cString: codeset) == "UTF-8" { return .utf8 }
        let named =
            environment["LC_ALL"].flatMap { $0.isEmpty ? nil : $0 } ?? environment["LC_CTYPE"].flatMap {
                $0.isEmpty ? nil : $0
            } ?? environment["LANG"] ?? ""
        if setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
        // A UTF-8 locale that this machine has not installed is still what the terminal speaks.
        let saysUTF8 = named.lowercased().contains("utf-8") || named.lowercased().contains("utf8")
        return !isNamed || saysUTF8 ? .utf8 : .other
    }
}
