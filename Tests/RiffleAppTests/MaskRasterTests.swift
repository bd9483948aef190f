import RiffleImage
import RiffleUI
import Testing

@testable import riffle

@Suite("Painted masks as pixels")
struct MaskRasterTests {
    private let clear = Bitmap(width: 16, height: 12)

    private func raster(_ steps: [MaskSketch.Step], of sketch: (Int, Int) = (16, 12)) -> MaskRaster {
        var raster = MaskRaster(of: MaskSketch(width: sketch.0, height: sketch.1), width: 16, height: 12)
        raster.follow(MaskSketch(width: sketch.0, height: sketch.1, steps: steps), over: clear)
        return raster
    }

    private func rows(_ raster: MaskRaster) -> [String] {
        (0..<raster.height).map { y in
            String(raster.painted[(y * raster.width)..<((y + 1) * raster.width)].map { $0 == 1 ? "#" : "." })
        }
    }

    private func spot(_ x: Int, _ y: Int) -> MaskSketch.Spot { MaskSketch.Spot(x: x, y: y) }

    @Test("A stroke is as wide as its brush, all the way")
    func stroke() {
        let drawn = rows(raster([.stroke([spot(2, 2), spot(8, 2)], radius: 1, erases: false)]))
        #expect(drawn[0] == "................")
        #expect(drawn[1] == "..#######.......")
        #expect(drawn[2] == ".#########......")
        #expect(drawn[3] == "..#######.......")
    }

    @Test("A rectangle has both its corners, and the eraser takes away")
    func rectangle() {
        let drawn = rows(
            raster([
                .rectangle(spot(3, 4), spot(1, 1), erases: false), .rectangle(spot(2, 2), spot(2, 9), erases: true),
            ]))
        #expect(drawn[1] == ".###............")
        #expect(drawn[2] == ".#.#............")
        #expect(drawn[5] == "................")
    }

    @Test("Growing is round, shrinking undoes it inside and keeps to the edges of the picture")
    func growing() {
        let dot = MaskSketch.Step.rectangle(spot(5, 5), spot(5, 5), erases: false)
        let grown = rows(raster([dot, .grow(2)]))
        #expect(grown[3] == ".....#..........")
        #expect(grown[4] == "....###.........")
        #expect(grown[5] == "...#####........")
        #expect(raster([dot, .grow(2), .shrink(2)]).painted == raster([dot]).painted)
        let whole = raster([.invert, .shrink(2)])
        #expect(!whole.painted.contains(0), "outside the picture nothing is unpainted")
    }

    @Test("A mask of a picture four times as large is the same shape, smaller")
    func scaled() {
        let small = raster([.rectangle(spot(4, 8), spot(15, 19), erases: false)], of: (64, 48))
        #expect(small.painted == raster([.rectangle(spot(1, 2), spot(3, 4), erases: false)]).painted)
    }

    @Test("Going on from what was painted gives what painting it anew does, undone steps too")
    func following() {
        let steps: [MaskSketch.Step] = [
            .stroke([spot(2, 2)], radius: 2, erases: false), .grow(1), .invert,
            .stroke([spot(9, 9), spot(12, 3)], radius: 1, erases: true), .transparent, .clear,
            .rectangle(spot(0, 0), spot(4, 4), erases: false),
        ]
        var followed = MaskRaster(of: MaskSketch(width: 16, height: 12), width: 16, height: 12)
        for count in [1, 2, 3, 2, 4, 7, 5, 6, 0, 7] {
            followed.follow(MaskSketch(width: 16, height: 12, steps: Array(steps[..<count])), over: clear)
            #expect(followed.painted == raster(Array(steps[..<count])).painted, "\(count) steps")
        }
        var drawn = MaskRaster(of: MaskSketch(width: 16, height: 12), width: 16, height: 12)
        let way = [spot(1, 1), spot(6, 1), spot(6, 6)]
        for count in 1...3 {
            let step = MaskSketch.Step.stroke(Array(way[..<count]), radius: 1, erases: false)
            drawn.follow(MaskSketch(width: 16, height: 12, steps: [step]), over: clear)
        }
        #expect(drawn.painted == raster([.stroke(way, radius: 1, erases: false)]).painted)
    }

    @Test("As a file it is transparent where it is painted, and opaque elsewhere")
    func file() throws {
        let made = try PNG.decode(raster([.rectangle(spot(0, 0), spot(1, 0), erases: false)]).png)
        #expect(made[1, 0].alpha == 0)
        #expect(made[2, 0].alpha == 255)
        #expect((made.width, made.height) == (16, 12))
    }

    @Test("What is painted is told from what is not without colours, and so is the brush")
    func shown() {
        let gray = Bitmap(width: 64, height: 64, fill: Pixel(red: 128, green: 128, blue: 128))
        var mask = MaskRaster(of: MaskSketch(width: 64, height: 64), width: 64, height: 64)
        let sketch = MaskSketch(
            width: 64, height: 64, steps: [.rectangle(spot(10, 10), spot(40, 40), erases: false)],
            pointer: .brush(spot(56, 56), radius: 4))
        mask.follow(sketch, over: gray)
        let made = gray.masked(by: mask, pointer: sketch.pointer, grain: 1, scale: 1)
        #expect(made[10, 20] == Pixel(red: 255, green: 255, blue: 255), "an edge")
        #expect(made[50, 50] == gray[50, 50])
        let inside = Set((12..<38).map { Int(made[$0, 20].green) })
        #expect(inside.count == 2, "stripes")
        #expect((0..<64).contains { made[$0, 56] == Pixel(red: 0, green: 0, blue: 0) }, "the ring of the brush")
    }
}
