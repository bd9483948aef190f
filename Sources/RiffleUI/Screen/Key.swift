/// A key press. The terminal's bytes are decoded in RiffleTerminal.
public struct Key: Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// A printable grapheme as typed, upper or lower case.
        case character(Character)
        case enter, escape, tab, backspace, delete, insert
        case up, down, left, right
        case home, end, pageUp, pageDown
        case function(Int)
    }

    public var code: Code
    public var control: Bool
    public var alt: Bool
    public var shift: Bool

    /// `shift` is only set for keys without a character (Shift-Tab); a shifted letter is a different character.
    public init(_ code: Code, control: Bool = false, alt: Bool = false, shift: Bool = false) {
        self.code = code
        self.control = control
        self.alt = alt
        self.shift = shift
    }
}
