import RiffleImage
import Testing

@testable import RiffleEngine

@Suite("Unique parts are shown once")
struct SingularityTests {
    /// Even ground with one bright mark of 7 × 7 pixels.
    private let marked = Raster(
        Drawing.draw(side: 27) { x, y in
            (6..<13).contains(x) && (9..<16).contains(y)
                ? Pixel(red: UInt8(40 * (x % 6)), green: 250, blue: UInt8(35 * (y % 7)))
                : Pixel(red: 90, green: UInt8(90 + (x + y) % 2 * 4), blue: 100)
        })

    /// Copies the source, with its mark once more at the lower right.
    private func field(doubled: Bool) -> PatchField {
        let field = PatchField(side: 27)
        for y in 0..<field.anchors {
            for x in 0..<field.anchors {
                let isSecond = doubled && x >= 10 && y >= 12
                field.row(y)[x] = Cell(row: isSecond ? y - 8 : y, column: isSecond ? x - 8 : x)
            }
        }
        return field
    }

    @Test("a mark is unique and its ground is not; showing the mark twice is excessive, repeating the ground is not")
    func excess() {
        let singularity = Singularity(marked)
        let anchors = 21
        #expect(singularity.shares[9 * anchors + 6] == 1)
        #expect(singularity.shares[20 * anchors + 20] == 0)
        #expect(singularity.excess(of: field(doubled: false)).allSatisfy { $0 < 0.01 })
        let excess = singularity.excess(of: field(doubled: true))
        #expect(excess[9 * anchors + 6] > 0.5)
        #expect(excess[20 * anchors + 20] == 0)
    }

    @Test("a picture that shows the mark twice is corrected by the search, and has a worse quality at first")
    func search() {
        let twice = Raster(side: 27)
        Vote(
            source: marked, field: field(doubled: true), output: twice, seams: SeamMap(side: 27), centered: false
        ).cast(rows: 0..<27)
        let plain = ExactSearch(source: marked, tuning: Tuning(strength: 0.5))
        let careful = ExactSearch(
            source: marked, tuning: Tuning(strength: 0.5), singularity: Singularity(marked))
        let field = PatchField(side: 27)
        plain.search(twice, into: field)
        careful.search(twice, into: field)
        #expect(careful.quality > plain.quality + 0.3)
        #expect(Singularity(marked).excess(of: field).reduce(0, +) > 10)
        for _ in 0..<4 {
            careful.search(twice, into: field)
            Vote(source: marked, field: field, output: twice, seams: SeamMap(side: 27), centered: false)
                .cast(rows: 0..<27)
        }
        #expect(Singularity(marked).excess(of: field).reduce(0, +) < 10)
    }

    @Test("scenery has similar patches; a picture full of unique parts is a subject")
    func kinds() {
        #expect(Singularity(Raster(Drawing.landscape(side: 128)).scaled(to: 27)).mean < 0.2)
        #expect(Singularity(Raster(Drawing.emblem(side: 128)).scaled(to: 27)).mean > 0.6)
    }
}
