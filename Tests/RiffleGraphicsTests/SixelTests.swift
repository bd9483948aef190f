import RiffleImage
import Testing

@testable import RiffleGraphics

@Suite struct SixelTests {
    private func decoded(_ preview: Preview) throws -> SixelPicture {
        let bytes = preview.streamed()
        #expect(bytes.last == 0x0A)
        return try SixelPicture(decoding: Array(bytes.dropLast()))
    }

    @Test(
        "a decoded sixel differs little from the picture",
        arguments: [(Dither.none, 256, 45.0), (.none, 16, 140), (.diffusion, 256, 90), (.ordered, 256, 250)])
    func fidelity(dither: Dither, registers: Int, largestError: Double) throws {
        let bitmap = Bitmap.scene(width: 200, height: 150)
        let options = PreviewOptions(method: .sixel(registers: registers), dither: dither, sliceBytes: 0)
        let picture = try decoded(Preview(of: bitmap, columns: 20, rows: 8, options: options))
        #expect((picture.width, picture.height) == (200, 150))
        #expect(picture.definedColors <= registers)
        #expect(picture.overdraws == 0)
        #expect(bitmap.squaredError(to: picture.pixels) < largestError)
    }

    @Test("a picture of few colours is preserved, apart from rounding to percentages")
    func exactColors() throws {
        var bitmap = Bitmap(width: 40, height: 40)
        let colors: [Pixel] = (0..<30).map { (i: UInt8) in Pixel(red: i * 8, green: 255 - i * 3, blue: i & 3) }
        for i in 0..<1600 { bitmap[i % 40, i / 40] = colors[i * 7 % 30] }
        let options = PreviewOptions(method: .sixel(registers: 256), cell: CellSize(width: 10, height: 20))
        let picture = try decoded(Preview(of: bitmap, columns: 4, rows: 2, options: options))
        for (i, pixel) in picture.pixels.enumerated() {
            let pixel = try #require(pixel)
            #expect(abs(Int(pixel.red) - Int(bitmap.bytes[i * 4])) <= 1)
            #expect(abs(Int(pixel.green) - Int(bitmap.bytes[i * 4 + 1])) <= 1)
            #expect(abs(Int(pixel.blue) - Int(bitmap.bytes[i * 4 + 2])) <= 1)
        }
    }

    @Test("diffusion preserves the mean of a flat colour that the palette lacks")
    func diffusionKeepsMean() {
        var bitmap = Bitmap.noise(width: 64, height: 64)
        for y in 0..<64 { for x in 0..<48 { bitmap[x, y] = Pixel(red: 100, green: 150, blue: 200) } }
        let image = IndexedImage(bitmap, colors: 8, dither: .diffusion)
        var sum = SIMD3<Int>.zero
        for y in 16..<48 {
            for x in 8..<40 {
                sum &+= SIMD3<Int>(truncatingIfNeeded: image.palette.shown(Int(image.indices[y * 64 + x])))
            }
        }
        #expect(abs(sum.x / 1024 - 100) < 6 && abs(sum.y / 1024 - 150) < 6 && abs(sum.z / 1024 - 200) < 6)
    }

    @Test("the search returns the nearest colour")
    func nearest() {
        let colors = Bitmap.noise(width: 16, height: 16)
        let centers = (0..<256).map { i in
            // Half of them in a dense cluster, as in a drawing with many greys.
            let pixel = colors[i % 16, i / 16]
            return i < 128
                ? SIMD4<Float>(Float(pixel.red & 15), Float(pixel.green & 15), Float(pixel.blue & 15), 0)
                : SIMD4<Float>(Float(pixel.red), Float(pixel.green), Float(pixel.blue), 0)
        }
        var search = NearestColor(centers)
        let probes = Bitmap.noise(width: 40, height: 40)
        for i in 0..<1600 {
            let pixel = probes[i % 40, i / 40]
            let wanted = SIMD4<Float>(Float(pixel.red), Float(pixel.green), Float(pixel.blue), 0)
            func distance(_ index: Int) -> Float {
                let difference = (centers[index] - wanted) * PaletteSearch.weights
                return (difference * difference).sum()
            }
            let best = centers.indices.map(distance).min()!
            #expect(distance(search.index(of: wanted)) == best)
        }
    }

    @Test(
        "strips, whole image and parts draw the same pixels at the same places",
        arguments: [CellSize(width: 10, height: 20), CellSize(width: 8, height: 17), CellSize(width: 7, height: 13)])
    func placement(cell: CellSize) throws {
        let options = PreviewOptions(method: .sixel(registers: 64), cell: cell, sliceBytes: 2000)
        let preview = Preview(of: .scene(width: 400, height: 250), columns: 24, rows: 12, options: options)
        let slices = preview.slices(column: 2, row: 1)
        #expect(slices.count > 2)
        var screen = CellScreen(columns: 30, rows: 14, cell: (cell.width, cell.height))
        for slice in slices {
            try screen.write(slice)
            #expect(screen.isPenPlain)
        }
        guard case .sixel(let sixel) = preview else { return }
        let picture = try decoded(preview)
        let (left, top) = ((2 + sixel.column) * cell.width, (1 + sixel.row) * cell.height)
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                #expect(screen.pixel(left + x, top + y) == picture.pixels[y * picture.width + x])
            }
        }
        #expect(screen.pixels.count { $0 != nil } == picture.width * picture.height)

        // After a popup closed: only its cells are sent.
        let part = CellRange(columns: 5..<17, rows: 2..<7)
        var covered = screen
        for row in part.rows {
            var popup: [UInt8] = []
            popup.appendMove(column: 2 + part.columns.lowerBound, row: 1 + row)
            popup += part.columns.map { _ in UInt8(ascii: "p") }
            try covered.write(popup)
        }
        #expect(covered.pixels != screen.pixels)
        try covered.write(preview.bytes(column: 2, row: 1, part: part))
        #expect(covered.pixels == screen.pixels)
    }

    @Test("a part that is only margin is blanked, and a part outside draws nothing")
    func marginParts() throws {
        let options = PreviewOptions(method: .sixel(registers: 16))
        let preview = Preview(of: .scene(width: 100, height: 200), columns: 30, rows: 10, options: options)
        var screen = CellScreen(columns: 30, rows: 10)
        try screen.write(preview.bytes(column: 0, row: 0, part: CellRange(columns: 0..<3, rows: 0..<10)))
        #expect(screen[2, 9].glyph == "\u{A0}" && screen[3, 9].glyph == "x")
        #expect(screen.pixels.allSatisfy { $0 == nil })
        #expect(preview.bytes(column: 0, row: 0, part: CellRange(columns: 30..<40, rows: 0..<3)).isEmpty)
    }

    @Test("a sixel is not larger than the terminal's limit")
    func maximum() throws {
        let options = PreviewOptions(
            method: .sixel(registers: 16), maximumSixel: PixelSize(width: 120, height: 500), sliceBytes: 0)
        let picture = try decoded(Preview(of: .scene(width: 400, height: 300), columns: 40, rows: 20, options: options))
        #expect((picture.width, picture.height) == (120, 90))
    }

    @Test("an image that would be too large is sent with fewer colours")
    func sizeLimit() throws {
        let options = PreviewOptions(method: .sixel(registers: 256), sliceBytes: 0)
        let preview = Preview(of: .noise(width: 1100, height: 1100), columns: 110, rows: 55, options: options)
        #expect(preview.streamed().count <= SixelPreview.largestImage)
        #expect(try decoded(preview).pixels.allSatisfy { $0 != nil })
    }

    @Test("a picture of a single pixel works")
    func onePixel() throws {
        let bitmap = Bitmap(width: 1, height: 1, fill: Pixel(red: 255, green: 0, blue: 0, alpha: 255))
        let picture = try decoded(
            Preview(of: bitmap, columns: 5, rows: 5, options: PreviewOptions(method: .sixel(registers: 2))))
        #expect((picture.width, picture.height) == (8, 8))
        #expect(picture.pixels.allSatisfy { $0 == Pixel(red: 255, green: 0, blue: 0) })
    }
}
