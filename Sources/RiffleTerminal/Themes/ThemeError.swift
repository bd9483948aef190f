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
    }

    /// The theme's name, as it may have come in by `inherits`.
    package var theme: String
    /// Counted from 1.
    package var line: Int
    package var reason: Reason
}
