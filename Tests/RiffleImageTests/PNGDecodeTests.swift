import CSPNG
import RiffleImage
import Testing

@Suite("Decoding PNG")
struct PNGDecodeTests {
    static let kinds: [(PNGColorType, Int)] = [
        (.gray, 1), (.gray, 2), (.gray, 4), (.gray, 8), (.gray, 16), (.rgb, 8), (.rgb, 16), (.palette, 1),
        (.palette, 2),
        (.palette, 4), (.palette, 8), (.grayAlpha, 8), (.grayAlpha, 16), (.rgba, 8), (.rgba, 16),
    ]

    static let matrix: [SamplePNG] = kinds.flatMap { type, depth in
        [(1, 1), (3, 7), (8, 5), (33, 19)].flatMap { width, height in
            [false, true].flatMap { isInterlaced in
                var sample = SamplePNG(width, height, type, depth: depth)
                sample.isInterlaced = isInterlaced
                return type.hasAlphaChannel ? [sample] : [sample, sample.withTransparency()]
            }
        }
    }

    @Test("every colour type, depth, interlacing and tRNS gives the written samples", arguments: matrix)
    func everyKind(sample: SamplePNG) throws {
        let bitmap = try PNG.decode(sample.bytes)
        #expect(bitmap.width == sample.width && bitmap.height == sample.height)
        #expect(bitmap.bytes == sample.expected)
    }

    @Test("every picture of up to 8 bits decodes as with libspng", arguments: matrix.filter { $0.depth <= 8 })
    func asLibrary(sample: SamplePNG) throws {
        #expect(try PNG.decode(sample.bytes).bytes == decodedByLibrary(sample.bytes))
    }

    @Test("pixels split over many IDAT chunks, some empty, are one stream", arguments: [1, 7, 100])
    func manyChunks(size: Int) throws {
        var sample = SamplePNG(20, 20, .rgb)
        sample.imageDataSize = size
        #expect(try PNG.decode(sample.bytes).bytes == sample.expected)
        let first = sample.bytes.firstIndex(ofChunk: "IDAT")
        let withEmpty = sample.bytes[..<first] + chunk("IDAT", []) + sample.bytes[first...]
        #expect(try PNG.decode(Array(withEmpty)).bytes == sample.expected)
    }

    @Test("bytes after the end of the picture are ignored")
    func trailingBytes() throws {
        let sample = SamplePNG(4, 4, .rgba)
        #expect(try PNG.decode(sample.bytes + [1, 2, 3]).bytes == sample.expected)
    }

    @Test("a palette index without a colour is black", arguments: [8])
    func missingColor(depth: Int) throws {
        var sample = SamplePNG(2, 1, .palette, depth: depth)
        sample.palette = [10, 20, 30]
        sample.samples = [0, 200]
        #expect(try PNG.decode(sample.bytes).bytes == [10, 20, 30, 255, 0, 0, 0, 255])
    }

    @Test(
        "a linear picture is converted to sRGB at every bit depth",
        arguments: [(PNGColorType.gray, 8), (.rgb, 8), (.rgba, 16), (.palette, 8), (.grayAlpha, 8), (.gray, 16)])
    func linearGamma(type: PNGColorType, depth: Int) throws {
        var sample = SamplePNG(1, 1, type, depth: depth)
        let half = UInt16(depth == 16 ? 0x8080 : 0x80)
        sample.samples = Array(repeating: type == .palette ? 0 : half, count: sample.samples.count)
        if type == .palette { sample.palette = [128, 128, 128] }
        sample.extras = [("gAMA", [0, 1, 0x86, 0xA0])]
        // sRGB of 0.50196: 1.055 × 0.50196^(1/2.4) − 0.055 = 0.7367, times 255.
        let color = try PNG.decode(sample.bytes)[0, 0]
        #expect([color.red, color.green, color.blue] == [188, 188, 188])
        if type.hasAlphaChannel { #expect(color.alpha == 128) }
    }

    @Test(
        "sRGB, a profile, code points or a common gamma do not change pixels",
        arguments: [
            [("gAMA", [0, 1, 0x86, 0xA0]), ("sRGB", [0])], [("iCCP", [65, 0, 0]), ("gAMA", [0, 1, 0x86, 0xA0])],
            [("cICP", [1, 13, 0, 1]), ("gAMA", [0, 1, 0x86, 0xA0])], [("gAMA", [0, 0, 0xB1, 0x8F])],
            [("gAMA", [0, 0, 0, 0])],
        ] as [[(String, [UInt8])]])
    func otherColorChunks(extras: [(String, [UInt8])]) throws {
        var sample = SamplePNG(9, 9, .rgb)
        sample.extras = extras.map { (name: $0.0, data: $0.1) }
        #expect(try PNG.decode(sample.bytes).bytes == sample.expected)
    }

    @Test("bits of tRNS above the depth do not count", arguments: [(PNGColorType.gray, 4), (.rgb, 8)])
    func maskedKey(type: PNGColorType, depth: Int) throws {
        var sample = SamplePNG(2, 1, type, depth: depth)
        let channels = type == .gray ? 1 : 3
        sample.samples = [UInt16](repeating: 5, count: channels) + [UInt16](repeating: 6, count: channels)
        sample.extras = [("tRNS", (0..<channels).flatMap { _ in [0x7F, depth == 4 ? 0xF5 : 5] as [UInt8] })]
        let bitmap = try PNG.decode(sample.bytes)
        #expect([bitmap[0, 0].alpha, bitmap[1, 0].alpha] == [0, 255])
    }

    @Test("a damaged ancillary chunk is ignored")
    func damagedAncillary() throws {
        var sample = SamplePNG(5, 5, .rgb)
        sample.extras = [("gAMA", [0, 1, 0x86, 0xA0])]
        var bytes = sample.bytes
        bytes[bytes.firstIndex(ofChunk: "gAMA") + 12] ^= 1
        #expect(try PNG.decode(bytes).bytes == sample.expected)
    }
}

/// The pixels of a file as decoded by libspng.
func decodedByLibrary(_ bytes: [UInt8]) -> [UInt8] {
    let context = spng_ctx_new(0)
    defer { spng_ctx_free(context) }
    var size = 0
    spng_set_png_buffer(context, bytes, bytes.count)
    spng_decoded_image_size(context, Int32(SPNG_FMT_RGBA8.rawValue), &size)
    var pixels = [UInt8](repeating: 0, count: size)
    let code = spng_decode_image(
        context, &pixels, size, Int32(SPNG_FMT_RGBA8.rawValue), Int32(SPNG_DECODE_TRNS.rawValue))
    return code == 0 ? pixels : []
}

extension [UInt8] {
    /// The offset of the first chunk of this type.
    func firstIndex(ofChunk name: String) -> Int {
        let letters = Array(name.utf8)
        return indices.first { $0 >= 4 && self[$0...].starts(with: letters) }! - 4
    }
}
