internal import CKernels

/// How hard to try when saving.
public enum PNGEffort: Sendable, Hashable {
    /// One filter for all rows and the quickest compression: a tenth of the usual time for a tenth more bytes.
    case fast
    /// The filter chosen row by row and thorough compression.
    case small
}

extension PNG {
    /// Encodes a bitmap as 8-bit sRGB: RGB if nothing is transparent, grey (with or without alpha) if nothing is coloured.
    ///
    /// Decoding gives the same bitmap again, colours under full transparency included. Same input, same bytes.
    ///
    /// - Parameters:
    ///   - hasAlpha: whether opacity is written where nothing is transparent too.
    ///   - text: written in front of the pixels as `iTXt` chunks.
    /// - Complexity: O(pixels); up to 9 bytes a pixel of memory while it runs.
    public static func encode(
        _ bitmap: Bitmap, effort: PNGEffort = .fast, hasAlpha: Bool = false, text: [PNGText] = []
    ) -> [UInt8] {
        let colorType = hasAlpha ? .rgba : PNGColorType(smallestFor: bitmap)
        let filtered = bitmap.filteredRows(colorType, effort: effort)
        // 5 keeps photographs within 1 to 4 % of what zlib's level 6 makes, in a fifth of its time; 6 takes half as long
        // again as 5, for less than 1 %.
        let stream = Deflater(level: effort == .fast ? 1 : 5).deflate(filtered)

        var file = PNGHeader.signature
        file.reserveCapacity(stream.count + 1024)
        var header: [UInt8] = []
        header.append(bigEndian: UInt32(bitmap.width))
        header.append(bigEndian: UInt32(bitmap.height))
        header += [8, colorType.rawValue, 0, 0, 0]
        file += chunk(.header, header)
        file += chunk(.standardRGB, [0])
        for text in text { file += chunk(.internationalText, text.internationalChunkData) }
        // Chunks end below 2³¹ bytes.
        for start in stride(from: 0, to: stream.count, by: 1 << 30) {
            file += chunk(.imageData, stream[start..<min(stream.count, start + 1 << 30)])
        }
        file += chunk(.end, [])
        return file
    }

    /// A whole chunk with its frame.
    static func chunk(_ type: PNGChunkType, _ data: ArraySlice<UInt8>) -> [UInt8] {
        var chunk: [UInt8] = []
        chunk.reserveCapacity(data.count + PNGChunk.frame)
        chunk.append(bigEndian: UInt32(data.count))
        chunk += type.bytes
        chunk += data
        chunk.append(bigEndian: crc32(chunk[4...]))
        return chunk
    }

    static func chunk(_ type: PNGChunkType, _ data: [UInt8]) -> [UInt8] { chunk(type, data[...]) }
}

extension PNGColorType {
    /// The 8-bit type of the fewest channels that keeps every pixel.
    init(smallestFor bitmap: Bitmap) {
        let (isGray, isOpaque) = bitmap.withPixels { pixels in
            var alpha: UInt8 = 255
            var difference: UInt8 = 0
            for i in stride(from: 0, to: pixels.count, by: 4) {
                difference |= (pixels[i] ^ pixels[i + 1]) | (pixels[i] ^ pixels[i + 2])
                alpha &= pixels[i + 3]
            }
            return (difference == 0, alpha == 255)
        }
        self =
            switch (isGray, isOpaque) {
            case (true, true): .gray
            case (true, false): .grayAlpha
            case (false, true): .rgb
            case (false, false): .rgba
            }
    }
}

extension Bitmap {
    /// All rows as a PNG compresses them: the filter's number, then the filtered samples.
    fileprivate func filteredRows(_ colorType: PNGColorType, effort: PNGEffort) -> [UInt8] {
        let channels = colorType.channels
        let length = width * channels
        // The kernel reads one pixel of 0 in front of a row.
        var row = [UInt8](repeating: 0, count: channels + length)
        var above = row
        var trial = [UInt8](repeating: 0, count: effort == .small ? length : 0)
        return [UInt8](unsafeUninitializedCapacity: height * (length + 1)) { output, count in
            for y in 0..<height {
                pack(row: y, colorType, into: &row)
                let out = output.baseAddress! + y * (length + 1)
                row.withUnsafeBufferPointer { row in
                    above.withUnsafeBufferPointer { above in
                        let row = row.baseAddress! + channels
                        let above = above.baseAddress! + channels
                        let filter =
                            effort == .fast
                            ? CK_PNG_PAETH : cheapestFilter(row, above, length, channels, trial: &trial)
                        out.initialize(to: UInt8(filter.rawValue))
                        ck_png_filter_row(Int32(filter.rawValue), row, above, out + 1, length, channels)
                    }
                }
                swap(&row, &above)
            }
            count = height * (length + 1)
        }
    }

    /// Tries all five. A filter that looks equal to an earlier one is not taken.
    private func cheapestFilter(
        _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ length: Int, _ channels: Int, trial: inout [UInt8]
    ) -> ck_png_filter {
        var best = (filter: CK_PNG_NONE, cost: UInt32.max)
        for filter in [CK_PNG_PAETH, CK_PNG_UP, CK_PNG_SUB, CK_PNG_AVERAGE, CK_PNG_NONE] {
            ck_png_filter_row(Int32(filter.rawValue), row, above, &trial, length, channels)
            let cost = ck_png_row_cost(trial, length)
            if cost < best.cost { best = (filter, cost) }
        }
        return best.filter
    }

    /// Copies the samples that the colour type keeps behind the leading pixel of 0.
    private func pack(row y: Int, _ colorType: PNGColorType, into row: inout [UInt8]) {
        let channels = colorType.channels
        withPixels { pixels in
            row.withUnsafeMutableBufferPointer { row in
                let pixel = pixels.baseAddress! + y * width * 4
                let out = row.baseAddress! + channels
                switch colorType {
                case .rgba: out.update(from: pixel, count: width * 4)
                case .rgb:
                    for x in 0..<width {
                        out[3 * x] = pixel[4 * x]
                        out[3 * x + 1] = pixel[4 * x + 1]
                        out[3 * x + 2] = pixel[4 * x + 2]
                    }
                case .grayAlpha:
                    for x in 0..<width {
                        out[2 * x] = pixel[4 * x]
                        out[2 * x + 1] = pixel[4 * x + 3]
                    }
                case .gray, .palette:
                    for x in 0..<width { out[x] = pixel[4 * x] }
                }
            }
        }
    }
}
