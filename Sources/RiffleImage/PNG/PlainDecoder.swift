internal import CKernels

/// Decodes 8-bit pictures that are not interlaced: inflates them whole, then undoes the filters into the bitmap.
struct PlainDecoder {
    private let contents: PNGContents
    private let bytes: [UInt8]
    private var header: PNGHeader { contents.header }

    /// - Precondition: 8 bits a sample, not interlaced.
    init(_ contents: PNGContents, of bytes: [UInt8]) {
        self.contents = contents
        self.bytes = bytes
    }

    func decode() throws(PNGError) -> Bitmap {
        // The kernel for three-byte pixels fetches one byte past the last.
        let filtered = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: header.filteredByteCount + 1)
        defer { filtered.deallocate() }
        filtered[header.filteredByteCount] = 0
        try inflate(into: .init(rebasing: filtered[..<header.filteredByteCount]))

        let zeros = [UInt8](repeating: 0, count: header.width * 4)
        var rows = 0
        let pixels = [UInt8](unsafeUninitializedCapacity: header.width * header.height * 4) { output, count in
            rows = unfilter(filtered.baseAddress!, into: output.baseAddress!, zeros: zeros)
            // After a bad filter the rest is not initialised; the array is thrown away below.
            count = rows == header.height ? output.count : 0
        }
        guard rows == header.height else { throw .damaged(.imageData, .filter(row: rows)) }
        var bitmap = Bitmap(width: header.width, height: header.height, bytes: pixels)
        if header.colorType == .rgb, let key = transparentColor { bitmap.makeTransparent(key) }
        if header.colorType == .rgb || header.colorType == .rgba, let curve = GammaCurve(contents.gamma, entries: 256) {
            bitmap.apply(curve)
        }
        return bitmap
    }

    /// Inflates all `IDAT` chunks as one stream, which must fill the output exactly.
    private func inflate(into output: UnsafeMutableBufferPointer<UInt8>) throws(PNGError) {
        let stream = contents.imageData.count == 1 ? bytes[contents.imageData[0].data] : joinedImageData()[...]
        let outcome = stream.withUnsafeBufferPointer { Inflater().inflate($0, into: output) }
        switch outcome {
        case .inflated(output.count): return
        case .inflated, .overflows: throw .damaged(.imageData, .pixelCount(expected: output.count))
        case .corrupt: throw .damaged(.imageData, .compression)
        }
    }

    private func joinedImageData() -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(contents.compressedByteCount)
        for chunk in contents.imageData { joined += bytes[chunk.data] }
        return joined
    }

    /// Undoes the filters and widens pixels to RGBA; returns how many rows had a filter that exists.
    private func unfilter(
        _ rows: UnsafeMutablePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, zeros: [UInt8]
    ) -> Int {
        let width = header.width
        let height = header.height
        let channels = header.colorType.channels
        if channels >= 3 { return ck_png_unfilter_pixels(rows, output, width, height, channels, zeros) }

        let done = ck_png_unfilter_in_place(rows, width, height, channels, zeros)
        guard done == height else { return done }
        let colors = PixelTable(contents, of: bytes).colors
        for y in 0..<height {
            let row = rows + y * (1 + width * channels) + 1
            let out = output + y * width * 4
            if channels == 1 {
                for x in 0..<width { out.store(colors[Int(row[x])], pixel: x) }
            } else {
                for x in 0..<width {
                    out.store(colors[Int(row[2 * x])], pixel: x)
                    out[4 * x + 3] = row[2 * x + 1]
                }
            }
        }
        return height
    }

    /// The RGB colour that `tRNS` makes transparent. A sample beyond 8 bits matches nothing.
    private var transparentColor: Pixel? {
        guard let data = contents.transparency?.data else { return nil }
        let samples = bytes[data]
        guard samples.enumerated().allSatisfy({ $0.offset % 2 == 1 || $0.element == 0 }) else { return nil }
        return Pixel(
            red: samples[data.lowerBound + 1], green: samples[data.lowerBound + 3], blue: samples[data.lowerBound + 5])
    }
}

extension UnsafeMutablePointer<UInt8> {
    fileprivate func store(_ color: Pixel, pixel x: Int) {
        self[4 * x] = color.red
        self[4 * x + 1] = color.green
        self[4 * x + 2] = color.blue
        self[4 * x + 3] = color.alpha
    }
}

extension Bitmap {
    /// Gives every pixel of this colour alpha 0.
    fileprivate mutating func makeTransparent(_ key: Pixel) {
        withMutablePixels { pixels in
            for i in stride(from: 0, to: pixels.count, by: 4)
            where pixels[i] == key.red && pixels[i + 1] == key.green && pixels[i + 2] == key.blue {
                pixels[i + 3] = 0
            }
        }
    }

    /// Passes red, green and blue through the curve.
    mutating func apply(_ curve: GammaCurve) {
        withMutablePixels { pixels in
            curve.codes.withUnsafeBufferPointer { codes in
                for i in stride(from: 0, to: pixels.count, by: 4) {
                    pixels[i] = codes[Int(pixels[i])]
                    pixels[i + 1] = codes[Int(pixels[i + 1])]
                    pixels[i + 2] = codes[Int(pixels[i + 2])]
                }
            }
        }
    }
}
