import RiffleImage
import Testing

@testable import riffle

@Suite("Masks in the forms that servers take")
struct MaskFormTests {
    private func pixels(_ png: [UInt8]?) throws -> [[UInt8]] {
        let bytes = try Picture.decode(try #require(png)).bytes
        return stride(from: 0, to: bytes.count, by: 4).map { Array(bytes[$0..<$0 + 4]) }
    }

    @Test("what is clear, or white where nothing is, becomes white and clear, the rest black and opaque")
    func forms() throws {
        let clear: [[UInt8]] = [[9, 8, 7, 0], [200, 200, 200, 255], [0, 0, 0, 155]]
        let white: [[UInt8]] = [[255, 255, 255, 255], [0, 0, 0, 255], [100, 100, 100, 255]]
        for mask in [clear, white] {
            let file = PNG.encode(Bitmap(width: 3, height: 1, bytes: mask.flatMap { $0 }), hasAlpha: true)
            let sent = try PictureFile.mask(file, for: nil)
            #expect(try pixels(sent) == [[255, 255, 255, 0], [0, 0, 0, 255], [100, 100, 100, 155]])
            // What has the form already is left as it is, so that the history keeps it once.
            #expect(try PictureFile.mask(sent, for: nil) == sent)
            let grey: [[UInt8]] = [[255, 255, 255, 255], [0, 0, 0, 255], [100, 100, 100, 255]]
            #expect(try pixels(PictureFile.greyMask(sent)) == grey)
        }
    }

    @Test("a mask is scaled with its picture, and what is no picture is none")
    func scaling() throws {
        let mask = PNG.encode(
            Bitmap(width: 2, height: 1, bytes: [0, 0, 0, 0, 0, 0, 0, 255]), hasAlpha: true)
        let picture = PNG.encode(Bitmap(width: 4, height: 2, fill: Pixel(red: 1, green: 2, blue: 3, alpha: 255)))
        let sent = try pixels(try PictureFile.mask(mask, for: picture))
        #expect(sent.map { $0[3] } == [0, 0, 255, 255, 0, 0, 255, 255])
        #expect(PictureFile.greyMask([1, 2, 3]) == nil)
    }
}
