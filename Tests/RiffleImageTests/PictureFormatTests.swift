import Testing

@testable import RiffleImage

@Suite("JPEG, WebP and GIF")
struct PictureFormatTests {
    /// Name, file, kind.
    static let samples: [(name: String, bytes: [UInt8], kind: String)] = [
        ("jpeg", SamplePictures.jpeg, "JPEG"), ("progressive", SamplePictures.jpegProgressive, "JPEG"),
        ("gray", SamplePictures.jpegGray, "JPEG"), ("ink", SamplePictures.jpegCMYK, "JPEG CMYK"),
        ("webp", SamplePictures.webp, "WebP alpha"), ("animation", SamplePictures.webpAnimation, "WebP animation"),
        ("gif", SamplePictures.gif, "GIF"), ("interlaced animation", SamplePictures.gifAnimation, "GIF"),
    ]

    @Test("the header gives kind and size", arguments: samples)
    func header(sample: (name: String, bytes: [UInt8], kind: String)) throws {
        let header = try Picture.header(of: sample.bytes)
        #expect(header.width == 8)
        #expect(header.height == 6)
        #expect(header.kind == sample.kind)
    }

    @Test("JPEG decodes within the precision of its quality", arguments: ["jpeg", "progressive", "ink"])
    func jpeg(name: String) throws {
        let bytes = try #require(Self.samples.first { $0.name == name }).bytes
        let bitmap = try Picture.decode(bytes)
        for y in 0..<6 {
            for x in 0..<8 {
                let pixel = bitmap[x, y]
                #expect(abs(Int(pixel.red) - x * 30) <= 6)
                #expect(abs(Int(pixel.green) - y * 40) <= 6)
                #expect(abs(Int(pixel.blue) - 128) <= 6)
                #expect(pixel.alpha == 255)
            }
        }
    }

    @Test("a grey JPEG is grey")
    func gray() throws {
        let pixel = try Picture.decode(SamplePictures.jpegGray)[7, 0]
        #expect(pixel.red == pixel.green && pixel.green == pixel.blue)
        // 0.299 × 210 + 0.114 × 128, rounded.
        #expect(abs(Int(pixel.red) - 77) <= 3)
    }

    @Test("lossless WebP preserves every pixel; of an animation the first frame is decoded")
    func webp() throws {
        for (index, bytes) in [SamplePictures.webp, SamplePictures.webpAnimation].enumerated() {
            let bitmap = try Picture.decode(bytes)
            for y in 0..<6 {
                for x in 0..<8 {
                    let isClear = (x + y) % 3 == 0
                    #expect(bitmap[x, y].alpha == (isClear ? 0 : 255))
                    // Transparent pixels of an animation have no colour.
                    guard !isClear || index == 0 else { continue }
                    #expect(
                        bitmap[x, y]
                            == Pixel(
                                red: UInt8(x * 30), green: UInt8(y * 40), blue: 128, alpha: isClear ? 0 : 255))
                }
            }
        }
    }

    @Test(
        "GIF has the right colours and transparency, also interlaced",
        arguments: [
            SamplePictures.gif, SamplePictures.gifAnimation,
        ])
    func gif(bytes: [UInt8]) throws {
        let bitmap = try Picture.decode(bytes)
        for y in 0..<6 {
            for x in 0..<8 {
                let number = (x + y) % 8
                let color = Pixel(red: UInt8(number * 30), green: UInt8(255 - number * 30), blue: 128)
                #expect(bitmap[x, y] == (number == 3 ? Pixel(red: 0, green: 0, blue: 0, alpha: 0) : color))
            }
        }
    }

    @Test(
        "JPEG decodes with any sampling factors",
        arguments: [
            SamplePictures.jpeg410, SamplePictures.jpeg1x3, SamplePictures.jpegMixed, SamplePictures.jpegYCCK,
        ])
    func sampling(bytes: [UInt8]) throws {
        let bitmap = try Picture.decode(bytes)
        #expect((bitmap.width, bitmap.height) == (32, 24))
        let error = (0..<24).reduce(0) { sum, y in
            (0..<32).reduce(sum) { sum, x in
                sum + abs(Int(bitmap[x, y].red) - x * 255 / 31) + abs(Int(bitmap[x, y].green) - y * 255 / 23)
            }
        }
        #expect(error / (2 * 32 * 24) < 8)
    }

    @Test("a smaller JPEG or WebP looks like the whole one, resized", arguments: [1, 5, 8, 16])
    func reduced(side: Int) throws {
        for bytes in [SamplePictures.jpegLarger, SamplePictures.jpegLargerProgressive, SamplePictures.webPLarger] {
            let part = PixelRect(x: 0, y: 0, width: 64, height: 64)
            let small = try PictureReader(bytes).resized(from: part, width: side, height: side, filter: .area)
            let whole = try Picture.decode(bytes).resized(from: part, width: side, height: side, filter: .area)
            let error = zip(small.bytes, whole.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(error <= 4 * small.bytes.count)
        }
    }

    @Test("a lossless JPEG, HEIF and AVIF are called by their names")
    func unsupported() throws {
        var lossless = SamplePictures.jpeg
        lossless[try #require(lossless.firstRange(of: [0xFF, 0xC0])).lowerBound + 1] = 0xC3
        #expect(throws: PictureError.unsupported("lossless JPEG")) { try Picture.decode(lossless) }
        for (brands, name) in [("heicmif1", "HEIF"), ("mif1avif", "AVIF"), ("avifmif1", "AVIF")] {
            let head = [0, 0, 0, 24] + Array("ftyp\(brands.prefix(4))\0\0\0\0\(brands.suffix(4))".utf8)
            #expect(throws: PictureError.unsupported(name)) { try Picture.decode(head) }
        }
    }

    @Test("a WebP that declares no alpha is opaque, whatever it stores")
    func unusedAlpha() throws {
        var bytes = SamplePictures.webp
        // The hint whether alpha is used, in the header of the lossless format.
        bytes[24] &= ~0x10
        let (opaque, stored) = (try Picture.decode(bytes), try Picture.decode(SamplePictures.webp))
        #expect(opaque[0, 0] == Pixel(red: stored[0, 0].red, green: stored[0, 0].green, blue: stored[0, 0].blue))
    }

    @Test("a GIF without a canvas size or a palette takes its frame's size and greys")
    func bareGIF() throws {
        // 3 × 1 pixels with the values 0, 200 and 255.
        let values: [UInt32] = [256, 0, 200, 255, 257]
        let bits = values.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(9 * $1.offset) }
        let data = (0..<6).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
        let frame: [UInt8] = [0x2C, 0, 0, 0, 0, 3, 0, 1, 0, 0, 8, 6]
        let file = Array("GIF89a".utf8) + [0, 0, 0, 0, 0, 0, 0] + frame + data + [0, 0x3B]
        #expect(try Picture.decode(file).bytes == [0, 0, 0, 255, 200, 200, 200, 255, 255, 255, 255, 255])
    }

    @Test("a full table of GIF codes is kept until it is cleared")
    func fullTable() {
        var random = Noise(seed: 5)
        let pixels = (0..<40_000).map { _ in UInt8(random.next() >> 33 & 3) }
        var decoded = [UInt8](repeating: 0, count: pixels.count)
        let count = decoded.withUnsafeMutableBufferPointer { LZW.decode(compressed(pixels), codeSize: 2, into: $0) }
        #expect(count == pixels.count)
        #expect(decoded == pixels)
    }

    /// GIF's compression, which never clears a full table.
    private func compressed(_ pixels: [UInt8]) -> [UInt8] {
        var (bytes, held, bits): ([UInt8], Int, Int) = ([], 0, 0)
        var table = Dictionary(uniqueKeysWithValues: (0..<4).map { ([UInt8($0)], $0) })
        var (width, next) = (3, 6)
        func put(_ code: Int) {
            held |= code << bits
            bits += width
            while bits >= 8 {
                bytes.append(UInt8(held & 255))
                held >>= 8
                bits -= 8
            }
        }
        put(4)
        var text: [UInt8] = []
        for pixel in pixels {
            if table[text + [pixel]] != nil || text.isEmpty {
                text.append(pixel)
                continue
            }
            put(table[text]!)
            if next < 4096 {
                table[text + [pixel]] = next
                next += 1
                if next > 1 << width, width < 12 { width += 1 }
            }
            text = [pixel]
        }
        put(table[text]!)
        put(5)
        return bytes + [UInt8(held & 255), 0]
    }

    @Test("a GIF frame above the limit is rejected, whatever the canvas size")
    func largeFrame() {
        // One row more than the limit, of colour 0: each code is one pixel longer than the previous one.
        let (width, height) = (65_535, PixelLimit.standard.pixels / 65_535 + 1)
        var (codes, bits, held): ([UInt8], UInt32, Int) = ([], 0, 0)
        func put(_ code: UInt32, _ width: Int) {
            bits |= code << UInt32(held)
            held += width
            while held >= 8 {
                codes.append(UInt8(bits & 255))
                bits >>= 8
                held -= 8
            }
        }
        put(4, 3)
        put(0, 3)
        var (left, code) = (width * height - 1, 6)
        while left > 0 {
            put(UInt32(code), Int.bitWidth - code.leadingZeroBitCount)
            left -= code - 4
            code = min(code + 1, 4095)
        }
        put(5, 12)
        put(0, 7)
        let size = [width, height].flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        var file = Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 9, 9, 9, 8, 8, 8, 0x2C, 0, 0, 0, 0] + size + [0, 2]
        for start in stride(from: 0, to: codes.count, by: 255) {
            let block = codes[start..<min(start + 255, codes.count)]
            file += [UInt8(block.count)] + block
        }
        file += [0, 0x3B]
        let limit = PixelLimit.standard.pixels
        #expect(throws: PictureError.tooManyPixels(width: width, height: height, limit: limit)) {
            try Picture.decode(file)
        }
    }

    @Test("a file truncated within its pixels is rejected", arguments: samples)
    func truncated(sample: (name: String, bytes: [UInt8], kind: String)) throws {
        let whole = try Picture.decode(sample.bytes)
        for count in 0..<sample.bytes.count {
            guard let bitmap = try? Picture.decode(Array(sample.bytes[..<count])) else { continue }
            #expect(bitmap == whole, "\(sample.name) cut to \(count)")
        }
        #expect(throws: PictureError.self) { try Picture.decode(Array(sample.bytes[..<(sample.bytes.count / 2)])) }
    }

    @Test("thousands of modified files cause no trap and no hang", arguments: samples)
    func mutated(sample: (name: String, bytes: [UInt8], kind: String)) {
        var random = Noise(seed: 11)
        for _ in 0..<1500 {
            var mutant = sample.bytes
            for _ in 0...random.next() % 3 {
                mutant[Int(random.next() % UInt64(mutant.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            guard let bitmap = try? Picture.decode(mutant, limit: PixelLimit(pixels: 1 << 18)) else { continue }
            #expect(bitmap.bytes.count == bitmap.width * bitmap.height * 4)
        }
    }

    @Test("a picture above the limit is rejected by its header", arguments: samples)
    func limit(sample: (name: String, bytes: [UInt8], kind: String)) {
        #expect(throws: PictureError.tooManyPixels(width: 8, height: 6, limit: 47)) {
            try Picture.decode(sample.bytes, limit: PixelLimit(pixels: 47))
        }
    }

    @Test("other bytes are rejected")
    func others() {
        for bytes in [[], Array("<html>".utf8), Array("RIFF....WAVE".utf8)] {
            #expect(throws: PictureError.notAPicture) { try Picture.decode(bytes) }
        }
    }
}
