import RiffleImage
import Testing

@testable import RiffleGraphics

@Suite struct SixelMappingTests {
    private let scene = Bitmap.scene(width: 240, height: 180)

    private func mapped(_ bitmap: Bitmap, _ dither: Dither = .none, price: Float, colors: Int = 64) -> IndexedImage {
        var taste = MappingTaste(dither, colors: colors)
        taste.bytePrice = price
        let table = ColorTable(census: ColorCensus(of: bitmap), colors: colors)
        return IndexedImage(bitmap, table: table, taste: taste)
    }

    private func encoded(_ image: IndexedImage) -> [UInt8] {
        SixelEncoder.encode(image, columns: 0..<image.width, rows: 0..<image.height)
    }

    @Test("a price per byte saves many bytes with little error", arguments: Dither.allCases)
    func price(dither: Dither) throws {
        let exact = encoded(mapped(scene, dither, price: 0))
        let cheap = encoded(mapped(scene, dither, price: 20))
        #expect(cheap.count * 100 < exact.count * (dither == .none ? 92 : 97))
        let error = scene.squaredError(to: try SixelPicture(decoding: exact).pixels)
        #expect(scene.squaredError(to: try SixelPicture(decoding: cheap).pixels) < error + 12)
    }

    @Test("mapping two bands at once gives the same result as one after the other", arguments: [6, 7, 11, 12])
    func pairs(rows: Int) {
        let table = ColorTable(census: ColorCensus(of: scene), colors: 64)
        let taste = MappingTaste(.diffusion, colors: 256)
        var together = [UInt8](repeating: 0, count: 240 * 180)
        var apart = together
        scene.withPixels { pixels in
            together.withUnsafeMutableBufferPointer {
                BandMapper(pixels, width: 240, into: $0.baseAddress!, table: table, taste: taste).map(48..<48 + rows)
            }
            apart.withUnsafeMutableBufferPointer {
                let mapper = BandMapper(pixels, width: 240, into: $0.baseAddress!, table: table, taste: taste)
                mapper.map(48..<54)
                if rows > 6 { mapper.map(54..<48 + rows) }
            }
        }
        #expect(together == apart)
        #expect(
            together[..<(48 * 240)].allSatisfy { $0 == 0 } && together[((48 + rows) * 240)...].allSatisfy { $0 == 0 })
    }

    @Test("ordered dithering preserves the mean of a colour between two others")
    func orderedMean() {
        var bitmap = Bitmap(width: 96, height: 96, fill: Pixel(red: 51, green: 51, blue: 51, alpha: 255))
        for y in 0..<96 {
            for x in 0..<48 {
                let level: UInt8 = x < 32 && y < 32 ? 102 : 204
                bitmap[x, y] = Pixel(red: level, green: level, blue: level)
            }
        }
        // Two colours: about 51 and 204.
        let image = IndexedImage(bitmap, colors: 2, dither: .ordered)
        let flat = (0..<30).flatMap { y in (0..<30).map { x in image.palette.shown(Int(image.indices[y * 96 + x])).x } }
        let mean = Double(flat.reduce(0) { $0 + Int($1) }) / Double(flat.count)
        #expect(abs(mean - 102) < 4)
    }

    @Test("a black area stays black next to a photo, with any dithering", arguments: Dither.allCases)
    func flatAreas(dither: Dither) throws {
        var bitmap = scene
        for y in 0..<bitmap.height {
            for x in (0..<bitmap.width) where !(80..<160).contains(x) {
                bitmap[x, y] = x < 80 ? Pixel(red: 0, green: 0, blue: 0) : Pixel(red: 31, green: 78, blue: 121)
            }
        }
        let picture = try SixelPicture(decoding: encoded(IndexedImage(bitmap, colors: 64, dither: dither)))
        // The first pixel of a flat area may still compensate for its neighbour.
        for y in 0..<bitmap.height {
            for x in Array(0..<79) + Array(161..<240) {
                let (wanted, shown) = (bitmap[x, y], try #require(picture.pixels[y * bitmap.width + x]))
                let isExact = zip([wanted.red, wanted.green, wanted.blue], [shown.red, shown.green, shown.blue])
                    .allSatisfy { abs(Int($0) - Int($1)) <= (x < 80 ? 0 : 1) }
                guard isExact else {
                    Issue.record("\(shown) at \(x), \(y)")
                    return
                }
            }
        }
    }

    @Test("a budget is respected, and every pixel is drawn", arguments: [3_000, 10_000, 40_000], [0, 32 * 1024])
    func budget(bytes: Int, slice: Int) throws {
        let options = PreviewOptions(method: .sixel(registers: 256), sliceBytes: slice, byteBudget: bytes)
        let preview = Preview(of: .scene(width: 560, height: 560), columns: 56, rows: 28, options: options)
        #expect(preview.slices(column: 0, row: 0).reduce(0) { $0 + $1.count } < bytes + 100)
        let picture = try SixelPicture(decoding: preview.streamed().dropLast())
        #expect((picture.width, picture.height) == (560, 560))
        #expect(picture.pixels.allSatisfy { $0 != nil })
    }

    @Test("a coarse sixel has at most 30 KB")
    func coarse() {
        let options = PreviewOptions(method: .sixel(registers: 256), fidelity: .coarse)
        let preview = Preview(of: .noise(width: 560, height: 560), columns: 56, rows: 28, options: options)
        #expect(preview.bytes(column: 0, row: 0).count <= 30_000)
    }

    @Test("an impossible budget results in the coarsest picture")
    func impossibleBudget() throws {
        let options = PreviewOptions(method: .sixel(registers: 256), byteBudget: 10)
        let preview = Preview(of: .noise(width: 90, height: 70), columns: 9, rows: 4, options: options)
        let picture = try SixelPicture(decoding: preview.streamed().dropLast())
        #expect(picture.pixels.allSatisfy { $0 != nil } && preview.streamed().count < 1500)
    }

    @Test(
        "unusual sizes are drawn completely", arguments: [(1, 1), (1, 999), (999, 1), (7, 13), (101, 6), (3, 400)],
        Dither.allCases)
    func oddSizes(size: (Int, Int), dither: Dither) throws {
        let image = mapped(.noise(width: size.0, height: size.1), dither, price: 20, colors: 16)
        let picture = try SixelPicture(decoding: encoded(image))
        #expect((picture.width, picture.height) == size)
        #expect(picture.pixels.allSatisfy { $0 != nil })
        #expect(picture.definedColors <= 16)
    }
}
