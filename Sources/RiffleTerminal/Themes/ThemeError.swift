/// Why a theme could not be loaded.
package enum ThemeError: Error, Sendable, Equatable {
    case unreadable(path: String)
    /// The file is not TOML.
    case malformed(path: String, line: Int, column: Int)
    /// The theme is neither in a folder nor compiled in.
    case unknown(name: String)
}

/// A part of a theme that was ignored.
package struct ThemeWarning: Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        case unknownKey(String)
        case unknownStyle(String)
        case unknownColor(String)
        case unknownWord(String)
        case wrongType(key: String)
        case unknownAppearance(String)
        /// `inherits` names a theme that does not exist.
        case unknownTheme(String)
        /// `inherits` leads back to the theme itself.
        case inheritsItself(String)
        /// `include` names a file that cannot be read.
        case unreadableInclude(String)
        /// `include` leads back to a file that is being read.
        case includesItself(String)
        /// An included file contains `inherits`, which only themes may.
        case inheritsInInclude(String)
        /// An included file is not TOML.
        case malformedInclude(String, line: Int, column: Int)
    }

    /// Name of the theme that contains it, possibly an inherited one; for an included file, the file's name.
    package var theme: String
    /// Counted from 1.
    package var line: Int
    package var reason: Reason
}
