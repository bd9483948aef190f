internal import CSPNG

/// Decodes what is rarer than 8-bit plain pictures by libspng: interlace, 16 bits, and less than 8.
///
/// libspng sees a file that holds only the checked chunks that make pixels, so a fault in any other chunk has the same
/// effect here as in `PlainDecoder`: none.
struct LibraryDecoder {
    private let contents: PNGContents
    private let bytes: [UInt8]
    private var header: PNGHeader { contents.header }

    init(_ contents: PNGContents, of bytes: [UInt8]) {
        self.contents = contents
        self.bytes = bytes
    }

    func decode() throws(PNGError) -> Bitmap {
        let count = header.width * header.height * 4
        if header.bitDepth < 16 {
            var bitmap = Bitmap(
                width: header.width, height: header.height, bytes: try samples(SPNG_FMT_RGBA8, zero: UInt8(0), count))
            if let curve = GammaCurve(contents.gamma, entries: 256) { bitmap.apply(curve) }
            return bitmap
        }
        let samples = try samples(SPNG_FMT_RGBA16, zero: UInt16(0), count)
        let curve = GammaCurve(contents.gamma, entries: 65536)
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { output, initialised in
            for i in 0..<count {
                if let curve, i % 4 != 3 {
                    output[i] = curve.codes[Int(samples[i])]
                } else {
                    // 65535 is 257 × 255, so this is the nearest of the 256.
                    output[i] = UInt8((UInt32(samples[i]) + 128) / 257)
                }
            }
            initialised = count
        }
        return Bitmap(width: header.width, height: header.height, bytes: pixels)
    }

    /// All samples of the picture, `count` of them, in the form that libspng calls `format`.
    private func samples<Sample: FixedWidthInteger>(
        _ format: spng_format, zero: Sample, _ count: Int
    ) throws(PNGError) -> [Sample] {
        let file = essentialFile()
        var samples = [Sample](repeating: zero, count: count)
        let code = file.withUnsafeBufferPointer { file in
            samples.withUnsafeMutableBytes { output in
                guard let context = spng_ctx_new(0) else { fatalError("out of memory") }
                defer { spng_ctx_free(context) }
                let code = spng_set_png_buffer(context, file.baseAddress, file.count)
                guard code == 0 else { return code }
                return spng_decode_image(
                    context, output.baseAddress, output.count, Int32(format.rawValue),
                    Int32(SPNG_DECODE_TRNS.rawValue))
            }
        }
        switch spng_errno(rawValue: code) {
        case SPNG_OK: return samples
        case SPNG_EIDAT_TOO_SHORT, SPNG_EIDAT_STREAM, SPNG_EZLIB: throw .damaged(.imageData, .compression)
        default: throw .damaged(chunk: PNGChunkType.imageData.name, fault: .other(code: Int(code)))
        }
    }

    private func essentialFile() -> [UInt8] {
        let header = PNGHeader.signature.count..<PNGHeader.byteCount
        var file = PNGHeader.signature
        file.reserveCapacity(contents.compressedByteCount + 12 * contents.imageData.count + 1200)
        file += bytes[header]
        for chunk in [contents.palette, contents.transparency].compactMap(\.self) + contents.imageData {
            file += bytes[chunk.whole]
        }
        file += PNG.chunk(.end, [])
        return file
    }
}
