import RiffleImage
import Testing

@Suite("Resizing")
struct ResizeTests {
    static let color = Pixel(red: 200, green: 3, blue: 77, alpha: 130)

    @Test(
        "a single colour is preserved at any size with any filter", arguments: ResizeFilter.allCases,
        [(1, 1), (7, 64), (300, 2), (50, 50), (51, 49)])
    func constant(filter: ResizeFilter, size: (Int, Int)) {
        for space in [BlendSpace.linear, .encoded] {
            let bitmap = Bitmap(width: 50, height: 50, fill: Self.color)
            let resized = bitmap.resized(width: size.0, height: size.1, filter: filter, space: space)
            #expect(resized == Bitmap(width: size.0, height: size.1, fill: Self.color))
        }
    }

    @Test("every grey is preserved by enlarging and reducing", arguments: [BlendSpace.linear, .encoded])
    func everyCode(space: BlendSpace) {
        for code in UInt8.min...255 {
            let bitmap = Bitmap(width: 3, height: 3, fill: Pixel(red: code, green: code, blue: code))
            for side in [1, 2, 5] {
                #expect(bitmap.resized(width: side, height: side, space: space)[0, 0].red == code)
            }
        }
    }

    static func checkerboard(_ side: Int) -> Bitmap {
        var bitmap = Bitmap(width: side, height: side)
        for y in 0..<side {
            for x in 0..<side {
                let code: UInt8 = (x + y).isMultiple(of: 2) ? 255 : 0
                bitmap[x, y] = Pixel(red: code, green: code, blue: code)
            }
        }
        return bitmap
    }

    @Test(
        "a fine checkerboard becomes half-intensity grey, or the mean sRGB value if requested",
        arguments: [
            (BlendSpace.linear, UInt8(188)), (.encoded, 128),
        ])
    func checkerboard(space: BlendSpace, gray: UInt8) {
        for (filter, side) in [(ResizeFilter.area, 8), (.automatic, 8), (.automatic, 2), (.lanczos3, 8)] {
            let resized = Self.checkerboard(64).resized(width: side, height: side, filter: filter, space: space)
            for y in 0..<side {
                for x in 0..<side {
                    // At the edge a sharp filter is truncated, which weights one colour more.
                    let slack = filter == .area || (1..<side - 1 ~= x && 1..<side - 1 ~= y) ? 1 : 6
                    #expect(abs(Int(resized[x, y].red) - Int(gray)) <= slack)
                }
            }
        }
    }

    @Test("the mean is preserved", arguments: [ResizeFilter.area, .automatic, .catmullRom, .lanczos3])
    func mean(filter: ResizeFilter) {
        var bitmap = PNGEncodeTests.picture(96, 96, gray: false, opaque: true)
        // Away from black and white, where overshoot would be clamped.
        bitmap.withMutablePixels { pixels in
            for i in pixels.indices where i % 4 != 3 { pixels[i] = 64 + pixels[i] / 2 }
        }
        func mean(_ bitmap: Bitmap) -> Double {
            Double(bitmap.bytes.reduce(0) { $0 + Int($1) }) / Double(bitmap.bytes.count)
        }
        for side in [8, 24, 48, 192] {
            let resized = bitmap.resized(width: side, height: side, filter: filter, space: .encoded)
            #expect(abs(mean(resized) - mean(bitmap)) < 0.6, "\(side)")
        }
    }

    @Test("transparent pixels do not bleed their colour", arguments: ResizeFilter.allCases)
    func noBleeding(filter: ResizeFilter) {
        var bitmap = Bitmap(width: 32, height: 32, fill: Pixel(red: 0, green: 255, blue: 0, alpha: 0))
        for y in 0..<32 {
            for x in 5..<19 { bitmap[x, y] = Pixel(red: 255, green: 0, blue: 0) }
        }
        for side in [3, 9, 31, 77] {
            let resized = bitmap.resized(width: side, height: side, filter: filter)
            let visible = (0..<side * side).map { resized[$0 % side, $0 / side] }.filter { $0.alpha > 0 }
            #expect(!visible.isEmpty && visible.allSatisfy { ($0.red, $0.green, $0.blue) == (255, 0, 0) })
        }
    }

    @Test("a symmetric picture stays symmetric", arguments: ResizeFilter.allCases, [5, 12, 40])
    func symmetry(filter: ResizeFilter, side: Int) {
        var bitmap = Bitmap(width: 36, height: 36)
        for y in 0..<36 {
            for x in 0..<36 {
                let code = UInt8(7 * min(x, 35 - x))
                bitmap[x, y] = Pixel(red: code, green: 255 - code, blue: 0)
            }
        }
        let resized = bitmap.resized(width: side, height: side, filter: filter)
        // With an even size, `nearest` cannot be symmetric at the centre.
        for x in 0..<side / 2 where filter != .nearest || side.isMultiple(of: 2) {
            #expect(abs(Int(resized[x, 0].red) - Int(resized[side - 1 - x, 0].red)) <= 1)
        }
    }

    @Test("area averages exactly, including fractional pixels")
    func exactArea() {
        var bitmap = Bitmap(width: 3, height: 1)
        for (x, code) in [UInt8(0), 90, 240].enumerated() {
            bitmap[x, 0] = Pixel(red: code, green: code, blue: code)
        }
        let halves = bitmap.resized(width: 2, height: 1, filter: .area, space: .encoded)
        #expect([halves[0, 0].red, halves[1, 0].red] == [30, 190])
    }

    @Test("for strong reductions each pixel counts for the output pixel that contains its centre")
    func wholePixels() {
        var bitmap = Bitmap(width: 25, height: 25, fill: Pixel(red: 0, green: 0, blue: 0))
        // The centre of this pixel is just left of the border at 12.5, so the left half gets all of it.
        for y in 0..<25 { bitmap[11, y] = Pixel(red: 255, green: 255, blue: 255) }
        for y in 0..<25 { bitmap[12, y] = Pixel(red: 255, green: 255, blue: 255) }
        let halves = bitmap.resized(width: 2, height: 2, filter: .area, space: .encoded)
        #expect([halves[0, 0].red, halves[1, 0].red] == [UInt8((255 * 2 + 6) / 13), 0])
    }

    @Test("filtering after block averaging is close to filtering alone")
    func blocks() {
        let bitmap = PNGEncodeTests.picture(400, 300, gray: false, opaque: false)
        let direct = bitmap.resized(width: 40, height: 29, filter: .area)
        let reduced = bitmap.resized(width: 40, height: 29)
        let error = zip(direct.bytes, reduced.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(Double(error) / Double(direct.bytes.count) < 6)
    }

    @Test("from eightfold magnification on, pixels are drawn as squares")
    func pixelPeeping() {
        let bitmap = Self.checkerboard(16)
        let zoomed = bitmap.resized(from: PixelRect(x: 4, y: 4, width: 2, height: 2), width: 20, height: 20)
        #expect(
            zoomed[0, 0].red == 255 && zoomed[9, 9].red == 255 && zoomed[10, 9].red == 0 && zoomed[19, 19].red == 255)
        let blended = bitmap.resized(from: PixelRect(x: 4, y: 4, width: 4, height: 4), width: 20, height: 20)
        #expect(Set(blended.bytes).count > 2)
    }

    @Test("a part that is the whole, or extends outside, is well defined")
    func parts() {
        let bitmap = PNGEncodeTests.picture(20, 14, gray: false, opaque: true)
        let whole = PixelRect(x: 0, y: 0, width: 20, height: 14)
        #expect(bitmap.resized(from: whole, width: 9, height: 5) == bitmap.resized(width: 9, height: 5))
        #expect(bitmap.resized(from: whole, width: 20, height: 14, filter: .catmullRom) == bitmap)
        for filter in ResizeFilter.allCases {
            let far = bitmap.resized(
                from: PixelRect(x: 1e12, y: -1e300, width: 3, height: 1e200), width: 2, height: 2, filter: filter)
            #expect(far.bytes.count == 16)
            let corner = bitmap.resized(
                from: PixelRect(x: 50, y: 50, width: 2, height: 2), width: 2, height: 2, filter: filter)
            #expect(abs(Int(corner[1, 1].red) - Int(bitmap[19, 13].red)) < 60)
        }
    }
}
