import RiffleImage
import Testing

@testable import RiffleGraphics

@Suite struct MosaicTests {
    @Test("half blocks in true colour show exactly the scaled pixels", arguments: [(80, 40), (17, 9), (1, 1)])
    func exactHalves(columns: Int, rows: Int) throws {
        let bitmap = Bitmap.scene(width: columns, height: rows * 2)
        let preview = Preview(
            of: bitmap, columns: columns, rows: rows,
            options: PreviewOptions(method: .half(.truecolor), fidelity: .full))
        var screen = CellScreen(columns: columns + 5, rows: rows + 4)
        try screen.write(preview.bytes(column: 3, row: 2))
        for row in 0..<rows {
            for column in 0..<columns {
                let halves = try #require(screen.halves(column + 3, row + 2))
                #expect(halves.upper == .rgb(bitmap[column, row * 2]))
                #expect(halves.lower == .rgb(bitmap[column, row * 2 + 1]))
            }
        }
        #expect(screen.isPenPlain)
        #expect(screen[2, 2].glyph == "x" && screen[columns + 3, 2].glyph == "x" && screen[3, 1].glyph == "x")
    }

    @Test(
        "a part draws its cells as in the whole, and no others",
        arguments: [
            GraphicsMethod.half(.truecolor), .half(.palette256), .half(.palette16), .half(.mono), .ascii(.truecolor),
            .ascii(.mono), .quadrant(.truecolor), .octant(.truecolor), .sextant(.palette256), .braille(.truecolor),
        ])
    func part(method: GraphicsMethod) throws {
        let preview = Preview(
            of: .scene(width: 90, height: 60), columns: 40, rows: 20, options: PreviewOptions(method: method))
        var whole = CellScreen(columns: 40, rows: 20)
        try whole.write(preview.bytes(column: 0, row: 0))
        let part = CellRange(columns: 13..<29, rows: 2..<11)
        var screen = CellScreen(columns: 40, rows: 20)
        try screen.write(preview.bytes(column: 0, row: 0, part: part))
        for row in 0..<20 {
            for column in 0..<40 {
                if part.rows.contains(row), part.columns.contains(column) {
                    #expect(screen[column, row].glyph != "x")
                    #expect(screen.isAlike(whole, column, row))
                } else {
                    #expect(screen[column, row].glyph == "x")
                }
            }
        }
    }

    @Test("slices together draw the same as one piece, and each is self-contained")
    func slices() throws {
        let preview = Preview(
            of: .scene(width: 80, height: 80), columns: 80, rows: 40,
            options: PreviewOptions(method: .half(.truecolor), sliceBytes: 10_000))
        let slices = preview.slices(column: 0, row: 0)
        #expect(slices.count > 5)
        #expect(slices.allSatisfy { $0.count < 14_000 })
        var one = CellScreen(columns: 80, rows: 40)
        var many = one
        try one.write(preview.bytes(column: 0, row: 0))
        for slice in slices.reversed() {
            try many.write(slice)
            #expect(many.isPenPlain)
        }
        for row in 0..<40 { for column in 0..<80 { #expect(one.halves(column, row)! == many.halves(column, row)!) } }
    }

    @Test("margins are no-break spaces in the margin's colour")
    func margins() throws {
        let options = PreviewOptions(method: .half(.truecolor), margin: .indexed(17))
        let preview = Preview(of: .scene(width: 20, height: 40), columns: 30, rows: 10, options: options)
        var screen = CellScreen(columns: 30, rows: 10)
        try screen.write(preview.bytes(column: 0, row: 0))
        for corner in [screen[0, 0], screen[29, 9]] {
            #expect(corner.glyph == "\u{A0}" && corner.background == .indexed(17))
        }
        #expect(screen.halves(15, 5)?.upper != .indexed(17))
    }

    @Test("a colour that is already set is not sent again")
    func runs() {
        let red = Bitmap(width: 40, height: 20, fill: Pixel(red: 255, green: 0, blue: 0, alpha: 255))
        let preview = Preview(of: red, columns: 40, rows: 10, options: PreviewOptions(method: .half(.truecolor)))
        #expect(
            preview.streamed()
                == Array(
                    String(
                        repeating: "\u{1B}[48;2;255;0;0m" + String(repeating: " ", count: 40) + "\u{1B}[m\n", count: 10
                    ).utf8))
    }

    @Test("exchanged colours are drawn with the other half block")
    func exchange() throws {
        var bitmap = Bitmap(width: 2, height: 2)
        let (red, blue) = (Pixel(red: 255, green: 0, blue: 0), Pixel(red: 0, green: 0, blue: 255))
        (bitmap[0, 0], bitmap[0, 1], bitmap[1, 0], bitmap[1, 1]) = (red, blue, blue, red)
        let bytes = Preview(of: bitmap, columns: 2, rows: 1, options: PreviewOptions(method: .half(.truecolor)))
            .streamed()
        let upperFirst = "\u{1B}[38;2;255;0;0;48;2;0;0;255m▀▄\u{1B}[m\n"
        let lowerFirst = "\u{1B}[38;2;0;0;255;48;2;255;0;0m▄▀\u{1B}[m\n"
        #expect([upperFirst, lowerFirst].contains(String(decoding: bytes, as: UTF8.self)))
    }

    @Test("transparent pixels show the background")
    func transparency() throws {
        let options = PreviewOptions(method: .half(.truecolor), background: Pixel(red: 9, green: 8, blue: 7))
        let preview = Preview(of: Bitmap(width: 4, height: 4), columns: 4, rows: 2, options: options)
        var screen = CellScreen(columns: 4, rows: 2)
        try screen.write(preview.bytes(column: 0, row: 0))
        #expect(screen.halves(1, 1)!.lower == .rgb(Pixel(red: 9, green: 8, blue: 7)))
    }

    @Test("without UTF-8 only ASCII is sent", arguments: ColorDepth.allCases)
    func ascii(depth: ColorDepth) {
        let options = PreviewOptions(method: .ascii(depth), cell: CellSize(width: 8, height: 17))
        let preview = Preview(of: .scene(width: 100, height: 60), columns: 30, rows: 20, options: options)
        #expect(preview.bytes(column: 0, row: 0).allSatisfy { $0 < 128 })
        #expect(preview.streamed().allSatisfy { $0 < 128 })
    }

    @Test(
        "without colours only positions and glyphs are sent",
        arguments: [GraphicsMethod.half(.mono), .ascii(.mono)])
    func mono(method: GraphicsMethod) {
        let preview = Preview(
            of: .scene(width: 60, height: 60), columns: 30, rows: 15, options: PreviewOptions(method: method))
        #expect(!preview.streamed().contains(0x1B))
        #expect(Set(preview.streamed()).count > 3)
    }

    @Test("bright pixels are lit on a dark terminal and unlit on a light one")
    func polarity() {
        let white = Bitmap(width: 2, height: 2, fill: Pixel(red: 255, green: 255, blue: 255, alpha: 255))
        func drawn(on background: UInt8) -> String {
            let options = PreviewOptions(
                method: .half(.mono), background: Pixel(red: background, green: background, blue: background))
            return String(decoding: Preview(of: white, columns: 2, rows: 1, options: options).streamed(), as: UTF8.self)
        }
        #expect(drawn(on: 0) == "██\n")
        #expect(drawn(on: 255) == "  \n")
    }

    @Test("a colour of the 256-colour palette maps to itself")
    func palette256() {
        for (offset, color) in TerminalPalette.xterm256.colors.enumerated() {
            let found = Int(TerminalPalette.xterm256.nearest(red: color.red, green: color.green, blue: color.blue))
            // Some greys occur in the cube too.
            #expect(TerminalPalette.xterm256.colors[found - 16] == TerminalPalette.xterm256.colors[offset])
        }
        // A warm grey stays greyish instead of becoming a saturated colour.
        #expect(TerminalPalette.xterm256.nearest(red: 130, green: 128, blue: 126) == 244)
    }

    @Test("OKLab matches published values")
    func okLab() {
        let cases: [(UInt8, UInt8, UInt8, Float, Float, Float)] = [
            (255, 255, 255, 1, 0, 0), (255, 0, 0, 0.62796, 0.22486, 0.12585), (0, 0, 255, 0.45201, -0.03246, -0.31153),
            (0, 0, 0, 0, 0, 0), (0, 255, 0, 0.86644, -0.23389, 0.17950),
        ]
        for (red, green, blue, l, a, b) in cases {
            let found = OKLab(red: red, green: green, blue: blue).components
            #expect(abs(found.x - l) < 0.0005 && abs(found.y - a) < 0.0005 && abs(found.z - b) < 0.0005)
        }
    }
}
