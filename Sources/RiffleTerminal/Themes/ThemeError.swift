/// Why a theme could not be had at all.
package enum ThemeError: Error, Sendable, Equatable {
    case unreadable(path: String)
    /// The file is not TOML.
    case malformed(path: String, line: Int, column: Int)
    /// No theme of this name in any of the folders, nor compiled in.
    case unknown(name: String)
}

/// Something in a theme that was passed over.
package struct ThemeWarning: Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        case unknownKey(String)
        case unknownStyle(String)
        case unknownColor(String)
        case unknownWord(String)
        case wrongType(key: String)
        case unknownAppearance(String)
        /// `inherits` names a theme that there is not.
        case unknownTheme(String)
        /// `inherits` leads back to the theme itself.
        case inheritsItself(String)
        /// `include` names a file that cannot be read.
        case unreadableInclude(String)
        /// `include` leads back to a file that is being read.
        case includesItself(String)
        /// `inherits` in a file that is included: only a theme has a parent.
        case inheritsInInclude(String)
        /// A file that is included is not TOML.
        case malformedInclude(String, line: Int, column: Int)
    }

    /// The theme's name, as it may have come in by `inherits`; of a file that is included, the file's.
    package var theme: String
    /// Counted from 1.
    package var line: Int
    package var reason: Reason
}
