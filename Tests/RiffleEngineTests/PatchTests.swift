import CKernels
import RiffleImage
import Testing

@testable import RiffleEngine

/// Compares the fast paths with plain definitions.
@Suite struct PatchTests {
    private let source = Raster(Drawing.landscape(side: 40))

    /// A field of rectangles copied from different places, with seams and clean parts.
    private func patchwork(side: Int, seed: UInt64) -> PatchField {
        let field = PatchField(side: side)
        let last = field.anchors - 1
        for y in 0..<field.anchors {
            for x in 0..<field.anchors {
                var noise = CounterNoise(seed: seed, y / 11, x / 9)
                let (down, right) = (noise.below(9) - 4, noise.below(9) - 4)
                field.row(y)[x] = Cell(
                    row: min(max(y + down, 0), last), column: min(max(x + right, 0), last))
            }
        }
        return field
    }

    @Test("the distance kernels sum absolute differences")
    func distances() {
        let other = Raster(Drawing.noise(side: 40))
        for (x, y) in [(0, 0), (33, 0), (5, 7), (33, 33)] {
            var expected: UInt32 = 0
            for r in 0..<7 {
                for i in 0..<28 {
                    expected += UInt32(abs(Int(source.row(y + r)[4 * x + i]) - Int(other.row(y + r)[4 * x + i])))
                }
            }
            let (a, b) = (source.row(y) + 4 * x, other.row(y) + 4 * x)
            #expect(ck_patch_sad(a, b, source.stride) == expected)
            #expect(ck_patch_sad_below(a, b, source.stride, expected + 1) == expected)
            #expect(ck_patch_sad_below(a, b, source.stride, expected / 4) >= expected / 4)
        }
    }

    @Test("the exponential has an error below a millionth", arguments: [Float(0), -0.001, -0.35, -1, -6.5, -11.99])
    func exponentialIsRight(x: Float) {
        var (exact, term) = (1.0, 1.0)
        for n in 1...80 {
            term *= Double(-x) / Double(n)
            exact += term
        }
        #expect(abs(Double(exponential(x)) * exact - 1) < 2e-6)
    }

    @Test("a vote is the mean of all covering patches", arguments: [false, true])
    func voteIsMean(centered: Bool) {
        let field = patchwork(side: 40, seed: 1)
        let output = Raster(side: 40)
        Vote(source: source, field: field, output: output, seams: SeamMap(side: 40), centered: centered).cast(
            rows: 0..<40)
        let shares = centered ? [1, 2, 3, 4, 3, 2, 1] : [Int](repeating: 1, count: 7)
        for y in 0..<40 {
            for x in 0..<40 {
                for c in 0..<4 {
                    var (sum, total) = (0, 0)
                    for ay in max(0, y - 6)...min(y, 33) {
                        for ax in max(0, x - 6)...min(x, 33) {
                            let cell = field.row(ay)[ax]
                            let share = shares[y - ay] * shares[x - ax]
                            sum +=
                                share * Int(source.at(cell.moved(right: x - ax, down: y - ay))[c])
                            total += share
                        }
                    }
                    #expect(Int(output.row(y)[4 * x + c]) == (sum + total / 2) / total, "\(x), \(y), \(c)")
                }
            }
        }
    }

    @Test("rows can be voted in any division", arguments: [1, 3, 6, 17, 39])
    func anyPieces(cut: Int) {
        let field = patchwork(side: 40, seed: 2)
        let (whole, cutUp) = (Raster(side: 40), Raster(side: 40))
        let (wholeSeams, cutSeams) = (SeamMap(side: 40), SeamMap(side: 40))
        Vote(source: source, field: field, output: whole, seams: wholeSeams, centered: false).cast(rows: 0..<40)
        let piecewise = Vote(source: source, field: field, output: cutUp, seams: cutSeams, centered: false)
        piecewise.cast(rows: cut..<40)
        piecewise.cast(rows: 0..<cut)
        #expect(whole.bitmap == cutUp.bitmap)
        for y in 0..<40 { for x in 0..<40 { #expect(wholeSeams.row(y)[x] == cutSeams.row(y)[x]) } }
    }

    @Test("a region copied as one piece has no seam, even in a larger picture", arguments: [53, 80])
    func onePieceHasNoSeam(larger: Int) {
        let field = PatchField(side: 40)
        for y in 0..<34 { for x in 0..<34 { field.row(y)[x] = Cell(row: y, column: x) } }
        let carried = PatchField(side: larger)
        carried.carry(from: field, rows: 0..<carried.anchors)
        let seams = SeamMap(side: larger)
        seams.mark(carried, rows: 0..<larger)
        for y in 0..<larger { for x in 0..<larger { #expect(seams.row(y)[x] == 0) } }
    }

    @Test("the exact search finds the same as comparing all pairs")
    func exactSearch() {
        let side = 15
        let key = Raster(Drawing.emblem(side: side))
        let query = Raster(Drawing.landscape(side: side))
        let tuning = Tuning(strength: 0.5)
        let field = PatchField(side: side)
        ExactSearch(source: key, tuning: tuning).search(query, into: field)
        for y in 0..<9 {
            for x in 0..<9 {
                func score(_ row: Int, _ column: Int) -> Float {
                    let sad = ck_patch_sad(query.row(y) + 4 * x, key.row(row) + 4 * column, key.stride)
                    return Float(sad) + 147
                        * (tuning.rowPrior * Float(abs(row - y)) + tuning.columnPrior * Float(abs(column - x))) / 15
                }
                let found = field.row(y)[x]
                let least = (0..<81).map { score($0 / 9, $0 % 9) }.min()!
                #expect(abs(score(found.row, found.column) - least) < 0.1)
            }
        }
    }

    @Test("a sweep never makes a patch worse, and keeps exact copies", arguments: [true, false])
    func sweepImproves(forward: Bool) {
        let field = patchwork(side: 40, seed: 3)
        let picture = Raster(side: 40)
        let seams = SeamMap(side: 40)
        Vote(source: source, field: field, output: picture, seams: seams, centered: false).cast(rows: 0..<40)
        func distance(_ x: Int, _ y: Int) -> UInt32 {
            let cell = field.row(y)[x]
            return ck_patch_sad(
                picture.row(y) + 4 * x, source.at(cell), source.stride)
        }
        let before = (0..<34 * 34).map { distance($0 % 34, $0 / 34) }
        Sweep(
            source: source, picture: picture, field: field, seams: seams, forward: forward, radii: [9, 3],
            searchesEverywhere: true, seed: 1, round: 0
        ).run(rows: 0..<34, before: nil)
        let after = (0..<34 * 34).map { distance($0 % 34, $0 / 34) }
        #expect(zip(before, after).allSatisfy { $0 >= $1 })
        #expect(after.reduce(0, +) < before.reduce(0, +))
    }

    @Test("scaling preserves flat areas and greys exactly", arguments: [7, 39, 40, 41, 64, 200])
    func scalingIsExact(side: Int) {
        let flat = Bitmap(width: 40, height: 40, fill: Pixel(red: 251, green: 3, blue: 128))
        #expect(Raster(flat).scaled(to: side).bitmap == Bitmap(width: side, height: side, fill: flat[0, 0]))
        let gray = Raster(Drawing.landscape(side: 40, gray: true)).scaled(to: side).bitmap
        #expect(gray == gray.inGray(true))
    }
}
