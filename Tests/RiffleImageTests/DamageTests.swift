import Testing

@testable import RiffleImage

@Suite("Damaged files")
struct DamageTests {
    static let samples: [(name: String, bytes: [UInt8])] = [
        ("png", SamplePNG(64, 64, .rgb).bytes), ("jpeg", SamplePictures.jpegLarger),
        ("webp", SamplePictures.webPLarger), ("gif", SamplePictures.gif),
    ]

    @Test("a picture that is cut off keeps the rows that are there; the rest is transparent", arguments: samples)
    func truncated(sample: (name: String, bytes: [UInt8])) throws {
        let whole = try PictureReader(sample.bytes).bitmap()
        let part = Array(sample.bytes.prefix(sample.bytes.count * 7 / 8))
        let reader = try PictureReader(part)
        let bitmap = try reader.bitmap()
        #expect(reader.damage != nil)
        #expect((bitmap.width, bitmap.height) == (whole.width, whole.height))
        #expect((0..<bitmap.width).allSatisfy { bitmap[$0, 0] == whole[$0, 0] })
        #expect(bitmap[bitmap.width - 1, bitmap.height - 1].alpha == 0)
        #expect(throws: PictureError.self) { try Picture.decode(part) }
    }

    @Test("scans that are missing leave a progressive JPEG coarse, but whole")
    func progressive() throws {
        let whole = try PictureReader(SamplePictures.jpegLargerProgressive).bitmap()
        for share in 6...9 {
            let bytes = SamplePictures.jpegLargerProgressive.prefix(
                SamplePictures.jpegLargerProgressive.count * share / 10)
            let reader = try PictureReader(Array(bytes))
            let bitmap = try reader.bitmap()
            #expect(reader.damage == .truncated(.jpeg))
            let error = zip(bitmap.bytes, whole.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(error / bitmap.bytes.count < 12)
        }
    }

    @Test("a reduced progressive JPEG reports a missing end")
    func reduced() throws {
        for (bytes, damage) in [
            (SamplePictures.jpegLargerProgressive, PictureError?.none),
            (SamplePictures.jpegLargerProgressive.dropLast(30), .truncated(.jpeg)),
        ] {
            let reader = try PictureReader(Array(bytes))
            _ = try reader.resized(
                from: PixelRect(x: 0, y: 0, width: 64, height: 64), width: 1, height: 1, filter: .area)
            #expect(reader.damage == damage)
        }
    }

    @Test("a PNG with a wrong checksum is complete, and reported")
    func checksum() throws {
        let sample = SamplePNG(20, 20, .rgb)
        var bytes = sample.bytes
        let data = bytes.firstIndex(ofChunk: "IDAT")
        bytes[data + 8 + Int(bytes.bigEndian(at: data))] ^= 1
        let reader = try PictureReader(bytes)
        #expect(try reader.bitmap().bytes == sample.expected)
        #expect(reader.damage == .png(.damaged(chunk: "IDAT", fault: .checksum)))
    }

    @Test("the missing passes of an interlaced PNG are filled from their neighbours")
    func interlaced() throws {
        var sample = SamplePNG(33, 19, .gray)
        sample.isInterlaced = true
        sample.samples = sample.samples.map { _ in 77 }
        for pass in 1...6 {
            var rows = rows(of: sample, passes: pass)
            rows.append(contentsOf: [0, 77])
            var bytes = sample.bytes
            let start = bytes.firstIndex(ofChunk: "IDAT")
            bytes.replaceSubrange(start..., with: chunk("IDAT", zlib(rows)) + chunk("IEND", []))
            let reader = try PictureReader(bytes)
            #expect(try reader.bitmap().bytes == sample.expected)
            #expect(reader.damage != nil)
        }
    }

    /// The unfiltered rows of the first passes of a grey picture of one value.
    private func rows(of sample: SamplePNG, passes: Int) -> [UInt8] {
        let header = try! PNGHeader(parsing: sample.bytes)
        return header.passes.prefix(passes).flatMap { pass in
            (0..<pass.height).flatMap { _ in [0] + [UInt8](repeating: 77, count: pass.width) }
        }
    }
}
