import RiffleImage
import Testing

@Suite("Streaming decoding")
struct PNGReaderTests {
    @Test(
        "resizing while reading gives the same result as resizing afterwards",
        arguments: PNGDecodeTests.matrix.filter { $0.width > 30 }, ResizeFilter.allCases)
    func sameAsWhole(sample: SamplePNG, filter: ResizeFilter) throws {
        let bitmap = try PNG.decode(sample.bytes)
        for (part, width, height) in [
            (PixelRect(x: 0, y: 0, width: 33, height: 19), 5, 3),
            (PixelRect(x: 0, y: 0, width: 33, height: 19), 50, 40),
            (PixelRect(x: 7.5, y: 4.25, width: 9, height: 8), 6, 6),
        ] {
            let streamed = try PNGReader(sample.bytes).resized(from: part, width: width, height: height, filter: filter)
            #expect(streamed == bitmap.resized(from: part, width: width, height: height, filter: filter))
        }
    }

    @Test("the size of input pieces makes no difference", arguments: [1, 2, 13, 4096])
    func pieces(size: Int) throws {
        var sample = SamplePNG(60, 41, .rgb, depth: 16)
        sample.imageDataSize = 700
        let bytes = sample.bytes
        var place = 0
        let reader = try PNGReader { buffer in
            let count = min(size, buffer.count, bytes.count - place)
            buffer.copyBytes(from: bytes[place..<place + count])
            place += count
            return count
        }
        #expect(try reader.bitmap().bytes == sample.expected)
    }

    @Test("a picture larger than the window, with matches across its border")
    func longPictures() throws {
        var sample = SamplePNG(300, 700, .rgba)
        // The content repeats every 25 rows, which are 30 KB.
        for i in sample.samples.indices.dropFirst(300 * 4 * 25) { sample.samples[i] = sample.samples[i - 300 * 4 * 25] }
        #expect(try PNG.decode(sample.bytes).bytes == sample.expected)
    }

    @Test("all rows decoded on a second thread arrive, and truncation is reported as usual")
    func besideDecoding() throws {
        let sample = SamplePNG(300, 701, .rgba)
        let bitmap = try PNG.decode(sample.bytes)
        for (part, filter) in [
            (PixelRect(x: 0, y: 0, width: 300, height: 701), ResizeFilter.area),
            (PixelRect(x: 20, y: 300.5, width: 200, height: 100), .lanczos3),
        ] {
            let streamed = try PNGReader(sample.bytes).resized(from: part, width: 70, height: 90, filter: filter)
            #expect(streamed == bitmap.resized(from: part, width: 70, height: 90, filter: filter))
        }
        for share in [2, 3, 5, 50] {
            let reader = try PNGReader(Array(sample.bytes.prefix(sample.bytes.count - sample.bytes.count / share)))
            #expect(throws: PNGError.truncated(byteCount: sample.bytes.count - sample.bytes.count / share)) {
                try reader.resized(from: PixelRect(x: 0, y: 0, width: 300, height: 701), width: 9, height: 9)
            }
        }
    }

    static func reduced(_ bytes: [UInt8]) throws(PNGError) -> Bitmap {
        let reader = try PNGReader(bytes, limit: PixelLimit(pixels: 1 << 20))
        let whole = PixelRect(x: 0, y: 0, width: Double(reader.header.width), height: Double(reader.header.height))
        return try reader.resized(from: whole, width: 3, height: 2, filter: .area)
    }

    static func reduced(_ bitmap: Bitmap) -> Bitmap {
        let whole = PixelRect(x: 0, y: 0, width: Double(bitmap.width), height: Double(bitmap.height))
        return bitmap.resized(from: whole, width: 3, height: 2, filter: .area)
    }
}
