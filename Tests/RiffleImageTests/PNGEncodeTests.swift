import Testing

@testable import RiffleImage

@Suite("Encoding PNG")
struct PNGEncodeTests {
    /// Noise over a ramp, with or without alpha and colour.
    static func picture(_ width: Int, _ height: Int, gray: Bool, opaque: Bool) -> Bitmap {
        var random = Noise(seed: UInt64(width * height))
        var bitmap = Bitmap(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let bits = random.next()
                let red = UInt8(truncatingIfNeeded: x * 3 + y + Int(bits % 9))
                bitmap[x, y] = Pixel(
                    red: red, green: gray ? red : UInt8(truncatingIfNeeded: y * 2),
                    blue: gray ? red : UInt8(bits >> 56),
                    alpha: opaque ? 255 : UInt8(truncatingIfNeeded: bits >> 16))
            }
        }
        return bitmap
    }

    @Test(
        "an encoded picture decodes to the same pixels here and in libspng, with the fewest channels",
        arguments: [(1, 1), (2, 3), (17, 9), (64, 64)], [(true, true), (true, false), (false, true), (false, false)])
    func roundTrip(size: (Int, Int), kind: (gray: Bool, opaque: Bool)) throws {
        let bitmap = Self.picture(size.0, size.1, gray: kind.gray, opaque: kind.opaque)
        for effort in [PNGEffort.fast, .small] {
            let file = PNG.encode(bitmap, effort: effort)
            #expect(try PNG.decode(file) == bitmap)
            #expect(decodedByLibrary(file) == bitmap.bytes)
            if size == (64, 64) {
                let type: PNGColorType = kind.gray ? (kind.opaque ? .gray : .grayAlpha) : kind.opaque ? .rgb : .rgba
                #expect(try PNGHeader(parsing: file).colorType == type)
            }
        }
    }

    @Test("`small` picks a filter for each row, `fast` uses Paeth", arguments: [PNGEffort.fast, .small])
    func effort(effort: PNGEffort) throws {
        var random = Noise(seed: 5)
        var bitmap = Bitmap(width: 64, height: 20)
        for y in 0..<20 {
            for x in 0..<64 {
                // Rows of noise alternate with ramps, which only the left neighbour predicts well.
                let code = y % 2 == 0 ? UInt8(truncatingIfNeeded: random.next()) : UInt8(x)
                bitmap[x, y] = Pixel(red: code, green: code, blue: code)
            }
        }
        let file = PNG.encode(bitmap, effort: effort)
        let imageData = PNGChunk(at: file.firstIndex(ofChunk: "IDAT"), in: file)
        var rows = [UInt8](repeating: 0, count: 65 * 20)
        let outcome = file[imageData.data].withUnsafeBufferPointer { stream in
            rows.withUnsafeMutableBufferPointer { Inflater().inflate(stream, into: $0) }
        }
        #expect(outcome == .inflated(65 * 20))
        let ramps = stride(from: 65, to: rows.count, by: 130).map { rows[$0] }
        #expect(Set(ramps) == (effort == .fast ? [4] : [1]))
        #expect(try PNG.decode(file) == bitmap)
    }

    @Test("colours of fully transparent pixels are preserved")
    func hiddenColors() throws {
        let bitmap = Bitmap(width: 2, height: 2, fill: Pixel(red: 9, green: 8, blue: 7, alpha: 0))
        #expect(try PNG.decode(PNG.encode(bitmap)) == bitmap)
    }

    @Test("texts are read back as written")
    func notes() throws {
        let notes = [
            PNGText(keyword: "Title", text: "Ein Löwenzahn, 蒲公英 🌼"), PNGText(keyword: "Comment", text: ""),
            PNGText(keyword: "größe", text: "a\nb"),
        ]
        let bitmap = Bitmap(width: 1, height: 1)
        let file = PNG.encode(bitmap, text: notes)
        #expect(PNG.text(in: file) == notes)
        #expect(try PNG.decode(file) == bitmap)
        #expect(PNG.text(in: Array(file.dropLast(20))) == notes)
    }

    @Test("texts of all chunk types are read")
    func foreignNotes() {
        var sample = SamplePNG(2, 2, .gray)
        sample.extras = [
            ("tEXt", Array("Author\0J".utf8) + [0xFC]), ("zTXt", Array("Note\0\0".utf8) + zlib([0xE9])),
            ("iTXt", Array("Title\0\u{1}\0de\0Titel\0".utf8) + zlib(Array("größer".utf8))),
        ]
        #expect(
            PNG.text(in: sample.bytes) == [
                PNGText(keyword: "Author", text: "Jü"), PNGText(keyword: "Note", text: "é"),
                PNGText(keyword: "Title", text: "größer"),
            ])
    }

    @Test("damaged, endless and unnamed texts are ignored")
    func badNotes() {
        var sample = SamplePNG(2, 2, .gray)
        let bomb = ("zTXt", Array("Bomb\0\0".utf8) + zlib([UInt8](repeating: 65, count: (1 << 20) + 1)))
        sample.extras =
            [
                ("tEXt", Array("NoEnd".utf8)), ("tEXt", Array("\0text".utf8)), ("tEXt", Array(" padded\0text".utf8)),
                ("zTXt", Array("Note\0\0".utf8) + [1, 2, 3]), ("zTXt", Array("Method\0\u{1}".utf8) + zlib([65])),
                ("iTXt", Array("Short\0\0".utf8)), ("iTXt", Array("NotUTF8\0\0\0\0\0".utf8) + [0xFF]),
            ] + [bomb]
        sample.extras.append(("tEXt", Array("Good\0text".utf8)))
        #expect(PNG.text(in: sample.bytes) == [PNGText(keyword: "Good", text: "text")])
        #expect(PNG.text(in: [1, 2, 3]).isEmpty)
        // Eight compressed bombs use up the allowance, so the text after them is not decompressed.
        sample.extras = Array(repeating: bomb, count: 8) + [("zTXt", Array("Late\0\0".utf8) + zlib([65]))]
        #expect(PNG.text(in: sample.bytes).isEmpty)
    }
}

@Suite("PNG headers")
struct PNGHeaderTests {
    @Test(
        "a header describes colour type and bit depth for users",
        arguments: [
            (PNGColorType.rgba, 8, "RGBA"), (.rgb, 16, "RGB 16-bit"), (.gray, 4, "grey 4-bit"),
            (.grayAlpha, 8, "grey+alpha"),
            (.palette, 8, "palette"), (.palette, 2, "palette 2-bit"),
        ])
    func kind(type: PNGColorType, depth: Int, words: String) throws {
        var sample = SamplePNG(300, 2, type, depth: depth)
        sample.isInterlaced = true
        let header = try PNGHeader(parsing: sample.bytes.prefix(PNGHeader.byteCount))
        #expect(header.kind == words)
        #expect((header.width, header.height, header.bitDepth, header.isInterlaced) == (300, 2, depth, true))
    }

    @Test("a PNG is recognised by its first eight bytes")
    func signature() {
        let png = SamplePNG(1, 1, .gray).bytes
        #expect(PNGHeader.isPNG(png) && PNGHeader.isPNG(png[..<8]))
        #expect(!PNGHeader.isPNG(png[..<7]) && !PNGHeader.isPNG([UInt8]()) && !PNGHeader.isPNG(png[1...]))
        #expect(throws: PNGError.notPNG) {
            try PNGHeader(parsing: Array("GIF89a, and more than eight bytes of it".utf8))
        }
    }
}
