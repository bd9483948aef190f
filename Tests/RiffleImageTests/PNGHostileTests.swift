import Testing

@testable import RiffleImage

@Suite("Hostile PNG")
struct PNGHostileTests {
    static let small: [SamplePNG] = {
        var interlaced = SamplePNG(9, 7, .rgba, depth: 16)
        interlaced.isInterlaced = true
        var split = SamplePNG(6, 5, .rgb).withTransparency()
        split.imageDataSize = 30
        return [split, SamplePNG(6, 5, .palette, depth: 4).withTransparency(), interlaced, SamplePNG(5, 5, .grayAlpha)]
    }()

    @Test("a file truncated anywhere is rejected with its size", arguments: small)
    func truncated(sample: SamplePNG) {
        let bytes = sample.bytes
        for count in 0..<bytes.count {
            #expect(throws: PNGError.truncated(byteCount: count)) { try PNG.decode(Array(bytes[..<count])) }
        }
    }

    @Test("thousands of modified files cause no trap and no hang", arguments: small)
    func mutated(sample: SamplePNG) {
        let bytes = sample.bytes
        var random = Noise(seed: 7)
        var refused = 0
        for _ in 0..<1500 {
            var mutant = bytes
            for _ in 0...random.next() % 3 {
                mutant[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            // Half of them with corrected checksums, so that the change passes the first check.
            if random.next().isMultiple(of: 2) { mutant.mendChecksums() }
            do throws(PNGError) {
                let bitmap = try PNG.decode(mutant, limit: PixelLimit(pixels: 1 << 20))
                #expect(bitmap.bytes.count == bitmap.width * bitmap.height * 4)
                #expect(try PNGReaderTests.reduced(mutant) == PNGReaderTests.reduced(bitmap))
            } catch {
                #expect(throws: error) { try PNGReaderTests.reduced(mutant) }
                refused += 1
            }
            _ = PNG.text(in: mutant)
        }
        #expect(refused > 500)
    }

    @Test("a flipped bit in a critical chunk is a checksum error", arguments: ["IHDR", "PLTE", "IDAT"])
    func checksums(name: String) {
        var bytes = SamplePNG(5, 5, .palette).bytes
        bytes[bytes.firstIndex(ofChunk: name) + 9] ^= 4
        #expect(throws: PNGError.damaged(chunk: name, fault: .checksum)) { try PNG.decode(bytes) }
    }

    @Test("a huge picture is rejected by its size, or when its data ends")
    func bombs() {
        #expect(throws: PNGError.tooManyPixels(width: 8193, height: 8192, limit: 1 << 26)) {
            try PNG.decode(file(8193, 8192, rows: [0]))
        }
        #expect(throws: PNGError.damaged(chunk: "IDAT", fault: .pixelCount(expected: 8000 * 32001))) {
            try PNG.decode(file(8000, 8000, rows: [0]))
        }
        #expect(throws: PNGError.tooManyPixels(width: Int(Int32.max), height: Int(Int32.max), limit: 1 << 26)) {
            try PNG.decode(file(UInt32(Int32.max), UInt32(Int32.max), rows: [0]))
        }
    }

    @Test("missing and extra rows, an unknown filter and a corrupt stream are each reported")
    func pixelData() {
        let row: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
        #expect(throws: PNGError.damaged(chunk: "IDAT", fault: .pixelCount(expected: 18))) {
            try PNG.decode(file(2, 2, rows: row))
        }
        #expect(throws: PNGError.damaged(chunk: "IDAT", fault: .pixelCount(expected: 18))) {
            try PNG.decode(file(2, 2, rows: row + row + row))
        }
        #expect(throws: PNGError.damaged(chunk: "IDAT", fault: .filter(row: 1))) {
            try PNG.decode(file(2, 2, rows: row + [5] + row.dropFirst()))
        }
        #expect(throws: PNGError.damaged(chunk: "IDAT", fault: .compression)) {
            try PNG.decode(file(2, 2, rows: [], stream: [0x78, 0x9C, 0xFF, 0xFF, 0, 0]))
        }
    }

    @Test(
        "missing, repeated, misplaced and unknown critical chunks are rejected",
        arguments: [
            (["PLTE"], PNGError.damaged(chunk: "IDAT", fault: .missing)),
            (["IDAT"], .damaged(chunk: "PLTE", fault: .missing)),
            (["PLTE", "PLTE", "IDAT"], .damaged(chunk: "PLTE", fault: .duplicate)),
            (["PLTE", "IDAT", "tIME", "IDAT"], .damaged(chunk: "IDAT", fault: .misplaced)),
            (["IDAT", "PLTE"], .damaged(chunk: "PLTE", fault: .missing)),
            (["PLTE", "QRST", "IDAT"], .damaged(chunk: "QRST", fault: .unknown)),
            (["IHDR", "PLTE", "IDAT"], .damaged(chunk: "IHDR", fault: .duplicate)),
        ] as [([String], PNGError)])
    func chunkOrder(names: [String], error: PNGError) {
        let whole = SamplePNG(1, 1, .palette)
        let head = Array(whole.bytes[..<PNGHeader.byteCount])
        let data: [String: [UInt8]] = ["PLTE": [1, 2, 3], "IDAT": zlib([0, 0]), "IHDR": Array(head[16..<29])]
        let bytes = head + names.flatMap { chunk($0, data[$0] ?? []) } + chunk("IEND", [])
        #expect(throws: error) { try PNG.decode(bytes) }
    }

    @Test(
        "a header with invalid values is rejected",
        arguments: [
            (8, 0, PNGFault.value(.bitDepth, 0)), (8, 3, .value(.bitDepth, 3)), (9, 1, .value(.colorType, 1)),
            (9, 7, .value(.colorType, 7)), (10, 1, .value(.compressionMethod, 1)), (11, 1, .value(.filterMethod, 1)),
            (12, 2, .value(.interlaceMethod, 2)),
        ] as [(Int, UInt8, PNGFault)])
    func headerValues(offset: Int, value: UInt8, fault: PNGFault) {
        var bytes = SamplePNG(3, 3, .rgb).bytes
        bytes[16 + offset] = value
        bytes.mendChecksums()
        #expect(throws: PNGError.damaged(chunk: "IHDR", fault: fault)) { try PNGHeader(parsing: bytes) }
    }

    @Test("a side of zero is rejected", arguments: [(UInt32(0), UInt32(4), PNGField.width), (4, 0, .height)])
    func zeroSides(width: UInt32, height: UInt32, field: PNGField) {
        #expect(throws: PNGError.damaged(chunk: "IHDR", fault: .value(field, 0))) {
            try PNG.decode(file(width, height, rows: [0]))
        }
    }

    /// An RGBA file of this size with these filtered rows, consistent or not.
    private func file(_ width: UInt32, _ height: UInt32, rows: [UInt8], stream: [UInt8]? = nil) -> [UInt8] {
        var header: [UInt8] = []
        header.append(bigEndian: width)
        header.append(bigEndian: height)
        return PNGHeader.signature + chunk("IHDR", header + [8, 6, 0, 0, 0]) + chunk("IDAT", stream ?? zlib(rows))
            + chunk("IEND", [])
    }
}

extension [UInt8] {
    /// Corrects the checksums of all complete chunks.
    mutating func mendChecksums() {
        var offset = 8
        while offset + 12 <= count {
            let length = Int(bigEndian(at: offset))
            guard offset + 12 + length <= count else { return }
            let name = String(decoding: self[offset + 4..<offset + 8], as: UTF8.self)
            if name.utf8.count == 4 {
                let right = chunk(name, Array(self[offset + 8..<offset + 8 + length]))
                replaceSubrange(offset + 8 + length..<offset + 12 + length, with: right.suffix(4))
            }
            offset += 12 + length
        }
    }
}
