import Testing

@testable import RiffleImage

@Suite("Large pictures")
struct LargePictureTests {
    /// Longer than the overview, so that there is a difference.
    static let bitmap: Bitmap = {
        var bitmap = Bitmap(width: 2600, height: 300)
        bitmap.withMutablePixels { pixels in
            for i in 0..<2600 * 300 {
                let (x, y) = (i % 2600, i / 2600)
                pixels[4 * i] = UInt8((x * y / 300) & 255)
                pixels[4 * i + 1] = UInt8((x + y) / 12 & 255)
                pixels[4 * i + 2] = x / 40 % 2 == y / 40 % 2 ? 220 : 30
                pixels[4 * i + 3] = 255
            }
        }
        return bitmap
    }()

    static func large() throws -> LargePicture { try LargePicture(PictureReader(PNG.encode(bitmap)), in: "/tmp") }

    @Test("a close-up equals the same view of the picture in memory", arguments: [0.0, 1200.5, 2500])
    func near(x: Double) throws {
        let part = PixelRect(x: x, y: 40, width: 100, height: 90)
        for filter in [ResizeFilter.automatic, .area, .nearest] {
            let seen = try Self.large().resized(from: part, width: 130, height: 60, filter: filter, space: .linear)
            let isSame = seen == Self.bitmap.resized(from: part, width: 130, height: 60, filter: filter)
            #expect(isSame)
        }
    }

    @Test("the whole view looks like the picture")
    func far() throws {
        let whole = PixelRect(x: 0, y: 0, width: 2600, height: 300)
        let large = try Self.large()
        let seen = try large.resized(from: whole, width: 400, height: 46, filter: .area, space: .linear)
        let direct = Self.bitmap.resized(from: whole, width: 400, height: 46, filter: .area)
        let error = zip(seen.bytes, direct.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(Double(error) / Double(seen.bytes.count) < 1.5)
        #expect(large.byteCount < Self.bitmap.bytes.count)
    }

    @Test("an unwritable folder is reported, and a damaged file is shown as far as it goes")
    func failures() throws {
        #expect(throws: ScratchError(errno: 2)) {
            try LargePicture(PictureReader(PNG.encode(Self.bitmap)), in: "/nowhere")
        }
        let file = PNG.encode(Self.bitmap)
        let reader = try PictureReader(Array(file.dropLast(9)))
        let large = try LargePicture(reader, in: "/tmp")
        #expect(reader.damage == .png(.truncated(byteCount: file.count - 9)))
        let top = PixelRect(x: 0, y: 0, width: 20, height: 20)
        #expect(
            try large.resized(from: top, width: 20, height: 20, filter: .nearest, space: .linear)
                == Self.bitmap.cropped(x: 0, y: 0, width: 20, height: 20))
    }
}
