import RiffleImage
import Testing

@testable import RiffleEngine

@Suite struct RimFillTests {
    private func level(_ bitmap: Bitmap, isHole: (Int, Int) -> Bool) -> FillLevel {
        let side = bitmap.width
        let pixels = (0..<side * side).map { isHole($0 % side, $0 / side) ? UInt8(255) : 0 }
        return FillLevel(known: Raster(bitmap), hole: Hole(side: side, pixels: pixels))
    }

    /// Horizontal stripes, each with its own colour, and a mark that a move has brought near the left edge.
    private func stripes(side: Int) -> Bitmap {
        Drawing.draw(side: side) { x, y in
            if x > 24, x < 30, y > 40, y < 52 { return Pixel(red: 255, green: 0, blue: 255) }
            var noise = CounterNoise(seed: 3, y / 6)
            return Pixel(red: UInt8(noise.below(256)), green: UInt8(noise.below(256)), blue: UInt8(noise.below(256)))
        }
    }

    @Test("an uncovered strip continues the picture beside it, and repeats no isolated object")
    func stripesGoOn() throws {
        let bitmap = stripes(side: 120)
        let level = level(bitmap) { x, _ in x < 10 }
        let state = try #require(RimFill.begin(level))
        let whole = Raster(bitmap)
        for y in 0..<120 {
            for x in 0..<10 {
                for c in 0..<3 { #expect(state.picture.row(y)[4 * x + c] == whole.row(y)[400 + c], "\(x) \(y)") }
            }
        }
    }

    @Test("corners are filled from both edges, and no patch is taken from the uncovered part")
    func corners() throws {
        let level = level(Drawing.landscape(side: 120)) { x, y in x >= 113 || y < 8 }
        let state = try #require(RimFill.begin(level))
        for y in 0..<state.field.anchors {
            for x in 0..<state.field.anchors where level.hole.touching[y * 120 + x] == 0 {
                #expect(state.field.row(y)[x] == Cell(row: y, column: x))
            }
        }
        for y in 8..<120 {
            for i in 0..<4 * 113 { #expect(state.picture.row(y)[i] == level.known.row(y)[i]) }
        }
        // Sky stays above and ground below.
        #expect(state.picture.row(2)[4 * 118 + 2] > 140 && state.picture.row(110)[4 * 118 + 2] < 80)
    }

    @Test("holes other than whole edges are left to the general method")
    func otherHoles() {
        #expect(RimFill.begin(level(stripes(side: 90)) { x, y in x < 10 && y < 80 }) == nil)
        #expect(RimFill.begin(level(stripes(side: 90)) { x, y in (30..<40).contains(x) }) == nil)
        #expect(RimFill.begin(level(stripes(side: 90)) { x, _ in x < 60 }) == nil)
    }
}
