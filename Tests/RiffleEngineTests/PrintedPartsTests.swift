import RiffleImage
import Testing

@testable import RiffleEngine

/// What manners that print, cut or lay are made of.
@Suite struct PrintedPartsTests {
    @Test("a screen of dots inks the share that it is told", arguments: [Float(0.1), 0.3, 0.5, 0.8])
    func screensKeepAmounts(amount: Float) {
        let plane = Plane(width: 120, height: 120, fill: amount)
        let printed = Halftone(cell: 6, angle: 45).printed(plane, crew: .alone)
        #expect(abs(printed.mean - amount) < 0.04)
        #expect(printed.deviation > 0.15, "dots, not grey")
    }

    @Test("three inks come near the colours that they can mix")
    func inksMix() throws {
        let set = InkSet(.blue, .pink, .yellow)
        let made = InkTable(set, crew: .alone, halted: { false })
        let table = try #require(made)
        let mixtures = set.mixtures(steps: 3)
        let picture = LabPicture(width: mixtures.count, height: 1)
        for (i, mixture) in mixtures.enumerated() { picture[i] = mixture.color }
        let amounts = table.amounts(for: picture, crew: .alone)
        for (i, mixture) in mixtures.enumerated() {
            var light = InkSet.paper.light
            for ink in 0..<3 { light *= 1 - (1 - set.inks[ink].light) * amounts[ink].values[i] }
            let color = Lab(linear: light.x, light.y, light.z)
            #expect(color.squaredDistance(to: mixture.color) < 0.06 * 0.06, "\(mixture.amounts)")
        }
    }

    @Test("pixel art is whole cells of few colours, at any size", arguments: [(512, 512), (300, 420), (1000, 700)])
    func cellsAreWhole(width: Int, height: Int) throws {
        let study = PictureStudy(Drawing.landscape(side: 420), width: width, height: height, kind: .scene)
        let job = PaintJob(
            strength: 0.5, scheme: 0, seed: 1, crew: .alone, halted: { false }, show: { _, _ in })
        let picture = try #require(PixelArt().paint(study, job))
        let side = CellGrid(width: width, height: height, across: 96).side
        let offset = ((width + side - 1) / side * side - width) / 2
        let top = ((height + side - 1) / side * side - height) / 2
        var colors: Set<Pixel> = []
        for y in 1..<height {
            for x in 1..<width {
                colors.insert(picture[x, y])
                if (x + offset) % side != 0 { try #require(picture[x, y] == picture[x - 1, y]) }
                if (y + top) % side != 0 { try #require(picture[x, y] == picture[x, y - 1]) }
            }
        }
        #expect(colors.count <= 20)
    }

    @Test("tiles are as large as told, and every pixel belongs to one that is near")
    func tilesFillThePicture() throws {
        let sizes = Plane(width: 150, height: 100) { x, _ in x < 75 ? 6 : 12 }
        let angle = Plane(width: 150, height: 100, fill: 0.4)
        let laid = Tessellation(
            sizes: sizes, direction: StrokeField(angle: angle, certainty: angle),
            weights: Plane(width: 150, height: 100, fill: 1), seed: 2, crew: .alone, halted: { false })
        let tiles = try #require(laid)
        let small = tiles.tiles.count { $0.x < 72 }
        let large = tiles.tiles.count { $0.x > 78 }
        #expect(small > 150 && small < 320, "7,500 pixels by 36: \(small)")
        #expect(large > 35 && large < 85, "7,500 pixels by 144: \(large)")
        let layout = tiles.laid(width: 300, height: 200, crew: .alone)
        for y in 0..<200 {
            for x in 0..<300 {
                let tile = tiles.tiles[Int(layout.owners[x, y])]
                let (dx, dy) = (Float(x) / 2 - tile.x, Float(y) / 2 - tile.y)
                try #require((dx * dx + dy * dy).squareRoot() < 1.5 * tile.size)
            }
        }
    }

    @Test("scraps go, what is large stays")
    func scrapsGo() {
        let plane = Plane(width: 40, height: 40) { x, y in
            let isScrap = (5..<8).contains(x) && (5..<8).contains(y)
            return isScrap || x >= 20 ? 0.9 : 0.1
        }
        plane.removeScraps(at: 0.5, smallest: 20)
        #expect(plane[6, 6] < 0.5 && plane[30, 30] == 0.9 && plane[1, 1] == 0.1)
    }

    @Test("areas have sharp, smooth outlines at any size, and thin ones go")
    func areasAreSmooth() {
        // A slope with steps of a pixel, and a line one pixel wide.
        let labels = (0..<60 * 60).map { i in i % 60 == 10 ? 2 : i % 60 > 30 + i / 60 / 4 ? 1 : 0 }
        let areas = FlatAreas(
            labels, count: 3, fine: 1, broad: 3, importance: Plane(width: 60, height: 60, fill: 0), crew: .alone)
        let colors = [SIMD4<Float>(0, 0, 0, 0), SIMD4<Float>(1, 1, 1, 0), SIMD4<Float>(0, 1, 0, 0)]
        let drawn = areas.drawn(colors, width: 240, height: 240, crew: .alone)
        var partial = 0
        for i in 0..<drawn.count {
            let color = drawn.pixels[i]
            #expect(color.x == color.y, "the line is gone")
            if color.x > 0, color.x < 1 { partial += 1 }
        }
        #expect(partial > 60 && partial < 600, "one or two blended pixels in each of 240 rows: \(partial)")
        #expect(areas.compactness[1] > 0.9 && areas.compactness[2] < 0.3)
    }

    @Test("coverage is the share of a pixel")
    func coverageIsExact() {
        let slope = Plane(width: 9, height: 3) { x, _ in 0.02 * (Float(x) - 4.25) }.coverage()
        #expect((0..<4).allSatisfy { slope[$0, 1] == 0 } && (5..<9).allSatisfy { slope[$0, 1] == 1 })
        #expect(abs(slope[4, 1] - 0.25) < 1e-4)
    }
}
