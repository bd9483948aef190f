import RiffleImage
import Testing

@testable import RiffleGraphics

@Suite struct BlockMosaicTests {
    /// Pixels of one cell when a mosaic is read back; divisible by every grid.
    private static let cell = (width: 4, height: 12)

    /// The pixels that a mosaic shows, with cells of 4×12 pixels.
    private func shown(
        _ bitmap: Bitmap, _ method: GraphicsMethod, columns: Int, rows: Int, fidelity: Fidelity = .full
    ) throws -> [Pixel?] {
        let options = PreviewOptions(
            method: method, cell: CellSize(width: 4, height: 12), scaling: .encoded, fidelity: fidelity)
        let preview = Preview(of: bitmap, columns: columns, rows: rows, options: options)
        var screen = CellScreen(columns: columns, rows: rows)
        try screen.write(preview.bytes(column: 0, row: 0))
        var pixels: [Pixel?] = []
        for y in 0..<rows * Self.cell.height {
            for x in 0..<columns * Self.cell.width {
                let cell = screen[x / Self.cell.width, y / Self.cell.height]
                let set = try #require(Self.shapes[cell.glyph])
                let place = set.isInk(Double(x % Self.cell.width) / 4, Double(y % Self.cell.height) / 12)
                guard case .rgb(let pixel) = place ? cell.foreground : cell.background else {
                    pixels.append(nil)
                    continue
                }
                pixels.append(pixel)
            }
        }
        return pixels
    }

    private struct Shape {
        var mask: Int
        var grid: CellSize

        func isInk(_ x: Double, _ y: Double) -> Bool {
            mask >> (Int(y * Double(grid.height)) * grid.width + Int(x * Double(grid.width))) & 1 == 1
        }
    }

    private static let shapes: [Unicode.Scalar: Shape] = {
        var shapes: [Unicode.Scalar: Shape] = ["\u{A0}": Shape(mask: 0, grid: CellSize(width: 1, height: 1))]
        for set in [GlyphSet.halves, .quadrants, .sextants, .octants] {
            for (mask, glyph) in set.complete.enumerated() {
                shapes[glyph.scalar] = Shape(mask: mask, grid: set.grid)
            }
        }
        return shapes
    }()

    @Test(
        "finer blocks have no larger error than half blocks",
        arguments: [(8, 4), (30, 10), (7, 5)], [true, false])
    func neverWorse(size: (columns: Int, rows: Int), isNoise: Bool) throws {
        let (width, height) = (size.columns * 4, size.rows * 12)
        let bitmap = isNoise ? Bitmap.noise(width: width, height: height) : .scene(width: width, height: height)
        func error(_ method: GraphicsMethod) throws -> Double {
            bitmap.squaredError(to: try shown(bitmap, method, columns: size.columns, rows: size.rows))
        }
        let half = try error(.half(.truecolor))
        let quadrant = try error(.quadrant(.truecolor))
        // Colours are rounded to whole steps.
        #expect(quadrant <= half + 0.3)
        #expect(try error(.sextant(.truecolor)) <= quadrant + 0.3)
        #expect(try error(.octant(.truecolor)) <= quadrant + 0.3)
    }

    @Test("the two colours of a cell are optimal for every pattern")
    func best() {
        let bitmap = Bitmap.noise(width: 2, height: 200)
        for set in [GlyphSet.quadrants, .octants, .sextantsAndQuadrants] {
            var split = CellSplit(set)
            let count = set.grid.width * set.grid.height
            for start in stride(from: 0, to: 180, by: 7) {
                let colors = (0..<count).map { i in
                    let pixel = bitmap[i % 2, start + i / 2]
                    return SIMD4<Float>(Float(pixel.red), Float(pixel.green), Float(pixel.blue), 0)
                }
                func error(_ mask: UInt16, _ ink: SIMD4<Float>, _ paper: SIMD4<Float>) -> Float {
                    (0..<count).reduce(0) { $0 + colors[$1].distance(to: mask >> UInt16($1) & 1 == 1 ? ink : paper) }
                }
                func mean(_ mask: UInt16, _ bit: UInt16) -> SIMD4<Float> {
                    let members = (0..<count).filter { mask >> UInt16($0) & 1 == bit }
                    return members.reduce(.zero) { $0 + colors[$1] } / Float(members.count)
                }
                let least = set.patterns.map { error($0.mask, mean($0.mask, 1), mean($0.mask, 0)) }.min()!
                let choice = colors.withUnsafeBufferPointer { split.best($0) }!
                let mask = set.patterns.first { $0.glyph == choice.glyph }!.mask
                #expect(error(mask, choice.ink, choice.paper) <= least * 1.001)
            }
        }
    }

    @Test("every pattern has its own character, as in Unicode")
    func glyphs() {
        for set in [GlyphSet.quadrants, .sextants, .octants, .braille] {
            #expect(Set(set.complete.map(\.scalar)).count == 1 << (set.grid.width * set.grid.height))
        }
        let octants = GlyphSet.octants.complete.map(\.scalar.value)
        // Source: Unicode 16, names of BLOCK OCTANT-3, -12345, -146, -1234568 and -2345678.
        for (mask, code) in [
            0b100: 0x1CD00, 0b1_1111: 0x1CD17, 0b10_1001: 0x1CD20, 0b1011_1111: 0x1CDAB, 0b1111_1110: 0x1CDE5,
        ] {
            #expect(octants[mask] == UInt32(code))
        }
        #expect(octants[0b0101_0101] == 0x258C && octants[0b1111_0000] == 0x2584)
        let sextants = GlyphSet.sextants.complete.map(\.scalar.value)
        // BLOCK SEXTANT-1, -235 and -23456.
        #expect(sextants[1] == 0x1FB00 && sextants[0b01_0110] == 0x1FB14 && sextants[0b11_1110] == 0x1FB3B)
        // Dots 1 and 8.
        #expect(GlyphSet.braille.complete[0b1000_0001].scalar == "\u{2881}")
        for set in [GlyphSet.sextants, .octants] {
            for glyph in set.complete { #expect(glyph.exchanged?.exchanged == glyph) }
        }
    }

    @Test(
        "palettes, dots and monochrome draw bright pixels bright",
        arguments: [
            GraphicsMethod.quadrant(.palette256), .sextant(.palette256), .octant(.palette16), .octant(.mono),
            .sextant(.mono), .braille(.truecolor), .braille(.palette16), .braille(.mono),
        ])
    func sides(method: GraphicsMethod) throws {
        // Left black, right white.
        var bitmap = Bitmap(width: 80, height: 80, fill: Pixel(red: 0, green: 0, blue: 0))
        for y in 0..<80 { for x in 40..<80 { bitmap[x, y] = Pixel(red: 255, green: 255, blue: 255) } }
        let preview = Preview(of: bitmap, columns: 20, rows: 10, options: PreviewOptions(method: method))
        var screen = CellScreen(columns: 20, rows: 10)
        try screen.write(preview.bytes(column: 0, row: 0))
        let (dark, light) = (screen[2, 5], screen[17, 5])
        #expect(dark != light)
        #expect(dark.glyph == " " || dark.glyph == "\u{2800}")
        if method.depth == .mono {
            #expect(light.glyph == "█" || light.glyph == "\u{28FF}")
        } else {
            #expect(
                light.background == .rgb(Pixel(red: 255, green: 255, blue: 255)) || light.background == .indexed(15)
                    || light.background == .indexed(231))
        }
    }

    @Test("the chosen letter has its ink at the wanted place")
    func letters() {
        func letter(_ wanted: Float...) -> Character {
            var lanes = SIMD8<Float>(repeating: 0)
            for (index, value) in wanted.enumerated() { lanes[index] = value }
            return Character(LetterShapes.nearest(to: lanes))
        }
        #expect(letter(0, 0, 0, 0, 0, 0) == " ")
        #expect("@MWNQ%#$B8".contains(letter(1, 1, 1, 1, 1, 1)))
        #expect("_.,".contains(letter(0, 0, 0, 0, 0.6, 0.6)))
        #expect("\"^'*".contains(letter(0.6, 0.6, 0, 0, 0, 0)))
        // The direction of a slope matters.
        #expect("/,;jJ".contains(letter(0, 0.6, 0.35, 0.35, 0.6, 0)))
    }

    @Test("a coarse mosaic is small and similar, a fine one is within one step of each colour")
    func fidelity() throws {
        let bitmap = Bitmap.scene(width: 56, height: 56)
        func preview(_ fidelity: Fidelity) -> Preview {
            Preview(
                of: bitmap, columns: 56, rows: 28,
                options: PreviewOptions(method: .half(.truecolor), fidelity: fidelity))
        }
        let sizes = Fidelity.allCases.map { preview($0).bytes(column: 0, row: 0).count }
        #expect(sizes[0] <= 30_000 && sizes[0] < sizes[1] && sizes[1] < sizes[2])
        for (fidelity, limit, mean) in [(Fidelity.coarse, 40, 5.0), (.fine, 1, 0.7)] {
            var sum = 0
            var screen = CellScreen(columns: 56, rows: 28)
            try screen.write(preview(fidelity).bytes(column: 0, row: 0))
            for y in 0..<56 {
                for x in 0..<56 {
                    let halves = try #require(screen.halves(x, y / 2))
                    guard case .rgb(let pixel) = y % 2 == 0 ? halves.upper : halves.lower else { continue }
                    #expect(abs(Int(pixel.red) - Int(bitmap[x, y].red)) <= limit)
                    #expect(abs(Int(pixel.blue) - Int(bitmap[x, y].blue)) <= limit)
                    sum += abs(Int(pixel.green) - Int(bitmap[x, y].green))
                }
            }
            #expect(Double(sum) / (56 * 56) < mean)
        }
    }

    @Test(
        "a coarse mosaic of a photo uses most of its budget, and noise does not exceed it",
        arguments: [8_000, 14_000, 20_000])
    func budget(bytes: Int) {
        let options = PreviewOptions(method: .half(.truecolor), fidelity: .coarse, byteBudget: bytes)
        for (columns, rows) in [(56, 28), (60, 30), (72, 36)] {
            let noise = Bitmap.noise(width: columns, height: rows * 2)
            let scene = Bitmap.scene(width: columns, height: rows * 2)
            let sizes = [noise, scene].map {
                Preview(of: $0, columns: columns, rows: rows, options: options).bytes(column: 0, row: 0).count
            }
            #expect(sizes[0] <= bytes && sizes[1] <= bytes && sizes[1] >= bytes * 3 / 4, "\(columns)×\(rows): \(sizes)")
        }
    }

    @Test(
        "only cells that look different are sent again",
        arguments: [GraphicsMethod.half(.truecolor), .octant(.palette256)])
    func differences(method: GraphicsMethod) throws {
        var bitmap = Bitmap.scene(width: 80, height: 160)
        let options = PreviewOptions(method: method, fidelity: .full)
        func mosaic() throws -> Mosaic {
            guard case .mosaic(let mosaic) = Preview(of: bitmap, columns: 20, rows: 20, options: options) else {
                throw CellScreen.Fault.badText
            }
            return mosaic
        }
        let before = try mosaic()
        #expect(before.slices(replacing: before, column: 0, row: 0).isEmpty)
        for y in 60..<84 { for x in 30..<50 { bitmap[x, y] = Pixel(red: 255, green: 0, blue: 99) } }
        let after = try mosaic()
        var (changed, afresh) = (CellScreen(columns: 22, rows: 21), CellScreen(columns: 22, rows: 21))
        try changed.write(before.bytes(column: 1, row: 0, part: nil))
        let update = after.slices(replacing: before, column: 1, row: 0).flatMap { $0 }
        #expect(update.count < before.bytes(column: 1, row: 0, part: nil).count / 4)
        try changed.write(update)
        try afresh.write(after.bytes(column: 1, row: 0, part: nil))
        for row in 0..<20 {
            for column in 0..<22 { #expect(changed.isAlike(afresh, column, row)) }
        }
    }
}

extension CellScreen {
    /// Whether a cell looks the same on both screens: a block may be drawn inversely with exchanged colours.
    func isAlike(_ other: CellScreen, _ column: Int, _ row: Int) -> Bool {
        let (a, b) = (self[column, row], other[column, row])
        if a == b { return true }
        if let mine = halves(column, row), let others = other.halves(column, row) { return mine == others }
        let sets = [GlyphSet.octants, .sextants]
        let isExchanged = sets.contains { $0.complete.contains { $0.scalar == a.glyph && $0.inverse == b.glyph } }
        return isExchanged && a.foreground == b.background && a.background == b.foreground
    }
}
