import RiffleImage

/// A model of a terminal screen that interprets output: positions, colours, glyphs, and sixel images over the cells.
struct CellScreen {
    struct Cell: Equatable {
        var glyph: Unicode.Scalar
        var foreground: Color = .own
        var background: Color = .own
    }

    enum Color: Equatable {
        case own
        case indexed(Int)
        case rgb(Pixel)
    }

    enum Fault: Error, Equatable {
        case unexpected(byte: UInt8), outside(column: Int, row: Int), badParameters([Int]), badText
    }

    let columns: Int
    let rows: Int
    let cell: (width: Int, height: Int)
    private(set) var cells: [Cell]
    /// Pixels of sixels that no text has erased.
    private(set) var pixels: [Pixel?]
    private(set) var pen = Cell(glyph: " ")
    private var column = 0
    private var row = 0

    init(columns: Int, rows: Int, cell: (width: Int, height: Int) = (10, 20)) {
        self.columns = columns
        self.rows = rows
        self.cell = cell
        cells = Array(repeating: Cell(glyph: "x"), count: columns * rows)
        pixels = Array(repeating: nil, count: columns * cell.width * rows * cell.height)
    }

    var isPenPlain: Bool { pen.foreground == .own && pen.background == .own }

    subscript(column: Int, row: Int) -> Cell { cells[row * columns + column] }

    func pixel(_ x: Int, _ y: Int) -> Pixel? { pixels[y * columns * cell.width + x] }

    /// The two halves of a half-block cell.
    func halves(_ column: Int, _ row: Int) -> (upper: Color, lower: Color)? {
        let cell = self[column, row]
        switch cell.glyph {
        case "▀": return (cell.foreground, cell.background)
        case "▄": return (cell.background, cell.foreground)
        case "█": return (cell.foreground, cell.foreground)
        case " ", "\u{A0}": return (cell.background, cell.background)
        default: return nil
        }
    }

    mutating func write(_ bytes: [UInt8]) throws {
        var i = 0
        while i < bytes.count {
            switch bytes[i] {
            case 0x1B where i + 1 < bytes.count && bytes[i + 1] == UInt8(ascii: "["):
                guard let end = bytes[(i + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) }) else {
                    throw Fault.unexpected(byte: 0x1B)
                }
                let numbers = String(decoding: bytes[(i + 2)..<end], as: UTF8.self)
                    .split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
                try control(bytes[end], numbers)
                i = end + 1
            case 0x1B where i + 1 < bytes.count && bytes[i + 1] == UInt8(ascii: "P"):
                var end = i + 2
                while bytes[end] != 0x1B { end += 1 }
                try draw(SixelPicture(decoding: Array(bytes[i...end + 1])))
                i = end + 2
            case 0x0A:
                (column, row) = (0, row + 1)
                i += 1
            case 0x20...:
                let length = bytes[i] < 0x80 ? 1 : bytes[i] < 0xE0 ? 2 : bytes[i] < 0xF0 ? 3 : 4
                let text = String(decoding: bytes[i..<i + length], as: UTF8.self).unicodeScalars
                guard text.count == 1, let glyph = text.first else { throw Fault.badText }
                try put(glyph)
                i += length
            default: throw Fault.unexpected(byte: bytes[i])
            }
        }
    }

    private mutating func put(_ glyph: Unicode.Scalar) throws {
        guard column < columns, row < rows else { throw Fault.outside(column: column, row: row) }
        pen.glyph = glyph
        cells[row * columns + column] = pen
        for y in row * cell.height..<(row + 1) * cell.height {
            for x in column * cell.width..<(column + 1) * cell.width { pixels[y * columns * cell.width + x] = nil }
        }
        column += 1
    }

    private mutating func draw(_ picture: SixelPicture) throws {
        guard column * cell.width + picture.width <= columns * cell.width,
            row * cell.height + picture.height <= rows * cell.height
        else { throw Fault.outside(column: column, row: row) }
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                guard let pixel = picture.pixels[y * picture.width + x] else { continue }
                pixels[(row * cell.height + y) * columns * cell.width + column * cell.width + x] = pixel
            }
        }
    }

    private mutating func control(_ final: UInt8, _ numbers: [Int]) throws {
        switch final {
        case UInt8(ascii: "H"): (column, row) = (numbers[1] - 1, numbers[0] - 1)
        case UInt8(ascii: "C"): column += max(1, numbers[0])
        case UInt8(ascii: "m"): try select(numbers)
        default: throw Fault.unexpected(byte: final)
        }
    }

    private mutating func select(_ numbers: [Int]) throws {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: pen = Cell(glyph: " ")
            case 30...37: pen.foreground = .indexed(number - 30)
            case 40...47: pen.background = .indexed(number - 40)
            case 90...97: pen.foreground = .indexed(number - 82)
            case 100...107: pen.background = .indexed(number - 92)
            case 39: pen.foreground = .own
            case 49: pen.background = .own
            case 38, 48:
                let color: Color
                switch rest.popFirst() {
                case 5: color = .indexed(rest.removeFirst())
                case 2:
                    let channels = rest.prefix(3).map { UInt8($0) }
                    rest = rest.dropFirst(3)
                    color = .rgb(Pixel(red: channels[0], green: channels[1], blue: channels[2]))
                default: throw Fault.badParameters(numbers)
                }
                if number == 38 { pen.foreground = color } else { pen.background = color }
            default: throw Fault.badParameters(numbers)
            }
        }
    }
}
