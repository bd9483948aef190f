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

    static func large() throws -> LargePicture { try LargePicture(PNGReader(PNG.encode(bitmap)), in: "/tmp") }

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

    @Test("an unwritable folder and a damaged file are reported")
    func failures() throws {
        #expect(throws: ScratchError(errno: 2)) {
            try LargePicture(PNGReader(PNG.encode(Self.bitmap)), in: "/nowhere")
        }
        let file = PNG.encode(Self.bitmap)
        #expect(throws: PNGError.truncated(byteCount: file.count - 9)) {
            try LargePicture(PNGReader(file.dropLast(9)), in: "/tmp")
        }
    }
}

extension PNGReader {
    fileprivate convenience init(_ bytes: ArraySlice<UInt8>) throws(PNGError) { try self.init(Array(bytes)) }
}
