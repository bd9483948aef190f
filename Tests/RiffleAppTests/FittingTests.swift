import Foundation
import RiffleImage
import Testing

@testable import riffle

@Suite("Pictures made to fit")
struct FittingTests {
    /// Noise, which no encoder makes small.
    private func noise(_ side: Int) -> Bitmap {
        var state: UInt32 = 7
        return Bitmap(
            width: side, height: side,
            bytes: (0..<side * side * 4).map { place in
                state = state &* 1_664_525 &+ 1_013_904_223
                return place % 4 == 3 ? 255 : UInt8(truncatingIfNeeded: state >> 24)
            })
    }

    @Test("a picture is scaled as little as need be, and stays square; one that fits stays as it is, byte for byte")
    func scaling() throws {
        let bytes = PNG.encode(noise(256))
        #expect(try PictureFile.fitted(bytes, below: bytes.count + 1) == bytes)
        #expect(try PictureFile.fitted(bytes, below: nil) == bytes)
        for limit in [bytes.count, bytes.count / 2, 5000] {
            let fitted = try PictureFile.fitted(bytes, below: limit)
            let header = try PNGHeader(parsing: fitted)
            #expect(fitted.count < limit && fitted.count > limit * 3 / 4, "\(fitted.count) below \(limit)")
            #expect(header.width == header.height)
        }
    }

    @Test("one that was only badly packed keeps every pixel")
    func packing() throws {
        let plain = Bitmap(width: 512, height: 512, fill: Pixel(red: 9, green: 99, blue: 199, alpha: 255))
        let loose = PNG.encode(plain, hasAlpha: true)
        let fitted = try PictureFile.fitted(loose, below: loose.count)
        #expect(fitted.count < loose.count)
        #expect(try PNG.decode(fitted) == plain)
    }

    @Test("a model that wants opacity gets it, and not a pixel changes")
    func alpha() throws {
        let picture = noise(16)
        let bytes = try PictureFile.fitted(PNG.encode(picture), below: nil, hasAlpha: true)
        #expect(try PNGHeader(parsing: bytes).colorType == .rgba)
        #expect(try PNG.decode(bytes) == picture)
        #expect(try PictureFile.fitted(bytes, below: nil, hasAlpha: true) == bytes)
        // Both at once: what the channel costs is made up for.
        let small = try PictureFile.fitted(PNG.encode(noise(128)), below: 40_000, hasAlpha: true)
        #expect(small.count < 40_000)
        #expect(try PNGHeader(parsing: small).colorType == .rgba)
    }
}
