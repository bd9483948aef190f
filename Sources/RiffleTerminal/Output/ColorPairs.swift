internal import CNcurses
import RiffleGraphics

/// Allocates ncurses colour pairs for theme colours, reduced to the terminal's number of colours.
struct ColorPairs {
    private struct Pair: Hashable {
        var foreground: Int32
        var background: Int32
    }

    /// 0 for a monochrome terminal.
    let colors: Int
    private let limit: Int
    private var numbers: [Pair: Int32] = [:]
    private var nearest: [CellColor: Int32] = [:]

    init(colors: Int, limit: Int) {
        self.colors = colors
        self.limit = limit
    }

    /// Whether there is room for the pairs of more themes.
    var hasRoom: Bool { numbers.count < limit / 2 }

    /// The pair's number; 0, the default colours, if no pair is free.
    mutating func number(foreground: CellColor, background: CellColor) -> Int32 {
        guard colors >= 8 else { return 0 }
        let pair = Pair(foreground: index(of: foreground), background: index(of: background))
        if pair.foreground < 0, pair.background < 0 { return 0 }
        if let number = numbers[pair] { return number }
        let number = Int32(numbers.count + 1)
        guard number < limit, init_extended_pair(number, pair.foreground, pair.background) != ERR else { return 0 }
        numbers[pair] = number
        return number
    }

    /// -1 is the terminal's default colour.
    private mutating func index(of color: CellColor) -> Int32 {
        if let index = nearest[color] { return index }
        let index: Int32 =
            switch Self.reduced(color, to: colors) {
            case .indexed(let value): Int32(value)
            default: -1
            }
        nearest[color] = index
        return index
    }

    /// The nearest of the first 8, 16 or 256 colours; never `.rgb`.
    static func reduced(_ color: CellColor, to colors: Int) -> CellColor {
        switch color {
        case .terminalDefault: .terminalDefault
        case .indexed(let value) where Int(value) < colors: color
        // With 8 colours, the bright half of the 16 maps to the normal half.
        case .indexed(let value) where value < 16: .indexed(value - 8)
        case .indexed(let value):
            .indexed(XtermPalette.nearest(to: XtermPalette.color(Int(value)), among: colors))
        case .rgb(let red, let green, let blue):
            .indexed(XtermPalette.nearest(to: (Int(red), Int(green), Int(blue)), among: colors))
        }
    }
}
