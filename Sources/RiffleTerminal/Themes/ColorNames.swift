import RiffleGraphics

extension CellColor {
    /// Parses `default`, `#rrggbb`, an index 0…255, or one of the 16 ANSI names; `nil` for anything else.
    init?(themeText text: String) {
        if text == "default" {
            self = .terminalDefault
        } else if text.hasPrefix("#") {
            let digits = text.dropFirst()
            guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else {
                return nil
            }
            self = .rgb(
                red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
        } else if let index = UInt8(text) {
            self = .indexed(index)
        } else if let index = Self.ansiNames.firstIndex(of: text) {
            self = .indexed(UInt8(index))
        } else {
            return nil
        }
    }

    private static let ansiNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow",
        "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]
}

extension CellColor {
    /// The control sequence that sets it as the background.
    var backgroundSequence: String {
        switch self {
        case .terminalDefault: "\u{1B}[49m"
        case .indexed(let index) where index < 8: "\u{1B}[\(40 + Int(index))m"
        case .indexed(let index): "\u{1B}[48;5;\(index)m"
        case .rgb(let red, let green, let blue): "\u{1B}[48;2;\(red);\(green);\(blue)m"
        }
    }
}
