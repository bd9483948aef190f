/// The foreground or background colour of a cell.
public enum CellColor: Sendable, Hashable {
    /// The terminal's default colour.
    case terminalDefault
    /// A palette index: 0…15 are the user's theme, 16…255 the fixed cube and greys.
    case indexed(UInt8)
    case rgb(red: UInt8, green: UInt8, blue: UInt8)

    /// Appends the SGR parameters that select it, without the introducer and the final `m`.
    ///
    /// Uses semicolons, which every terminal understands, not colons.
    /// Source: ECMA-48 8.3.117, and XTerm Control Sequences, "Character Attributes (SGR)".
    func appendParameters(isForeground: Bool, to out: inout [UInt8]) {
        switch self {
        case .terminalDefault:
            out.append(contentsOf: isForeground ? Self.defaultForeground : Self.defaultBackground)
        case .indexed(let index) where index < 8:
            out.appendDecimal(Int(index) + (isForeground ? 30 : 40))
        case .indexed(let index) where index < 16:
            out.appendDecimal(Int(index) - 8 + (isForeground ? 90 : 100))
        case .indexed(let index):
            out.append(contentsOf: isForeground ? Self.indexedForeground : Self.indexedBackground)
            out.appendDecimal(Int(index))
        case .rgb(let red, let green, let blue):
            out.append(contentsOf: isForeground ? Self.directForeground : Self.directBackground)
            out.appendDecimal(Int(red))
            out.append(UInt8(ascii: ";"))
            out.appendDecimal(Int(green))
            out.append(UInt8(ascii: ";"))
            out.appendDecimal(Int(blue))
        }
    }

    /// How many bytes `appendParameters` appends.
    var parameterLength: Int {
        func digits(_ value: UInt8) -> Int { value < 10 ? 1 : value < 100 ? 2 : 3 }
        switch self {
        case .terminalDefault: return 2
        case .indexed(let index): return index < 8 ? 2 : index < 16 ? 3 : 5 + digits(index)
        case .rgb(let red, let green, let blue): return 7 + digits(red) + digits(green) + digits(blue)
        }
    }

    private static let defaultForeground = Array("39".utf8)
    private static let defaultBackground = Array("49".utf8)
    private static let indexedForeground = Array("38;5;".utf8)
    private static let indexedBackground = Array("48;5;".utf8)
    private static let directForeground = Array("38;2;".utf8)
    private static let directBackground = Array("48;2;".utf8)
}

extension [UInt8] {
    /// Appends a non-negative number in decimal.
    mutating func appendDecimal(_ value: Int) {
        if value < 10 {
            append(UInt8(truncatingIfNeeded: 48 + value))
        } else if value < 100 {
            append(UInt8(truncatingIfNeeded: 48 + value / 10))
            append(UInt8(truncatingIfNeeded: 48 + value % 10))
        } else {
            appendDecimal(value / 10)
            append(UInt8(truncatingIfNeeded: 48 + value % 10))
        }
    }

    /// Appends the sequence that moves the cursor to a zero-based cell of the screen (CUP).
    mutating func appendMove(column: Int, row: Int) {
        append(0x1B)
        append(UInt8(ascii: "["))
        appendDecimal(row + 1)
        append(UInt8(ascii: ";"))
        appendDecimal(column + 1)
        append(UInt8(ascii: "H"))
    }
}
