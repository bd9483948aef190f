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
        #expect(throws: PictureError.damaged(.gif)) { try Picture.decode(file) }
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
