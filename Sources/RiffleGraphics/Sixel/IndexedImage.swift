import RiffleImage

/// A picture in at most 256 sixel colours.
struct IndexedImage: Sendable, Equatable {
    let width: Int
    let height: Int
    /// Row-major palette indices, `width * height` of them.
    let indices: [UInt8]
    let palette: SixelPalette

    /// - Parameters:
    ///   - bitmap: opaque; alpha is ignored.
    ///   - colors: maximum number; 2…256.
    init(_ bitmap: Bitmap, colors: Int, dither: Dither) {
        let limit = min(256, max(2, colors))
        if let exact = IndexedImage(exactly: bitmap, colors: limit) {
            self = exact
        } else {
            let table = ColorTable(census: ColorCensus(of: bitmap), colors: limit)
            self.init(bitmap, table: table, taste: MappingTaste(dither, colors: limit))
        }
    }

    /// Succeeds only if the picture has at most `colors` colours.
    init?(exactly bitmap: Bitmap, colors: Int) {
        guard let exact = ColorCensus.exactColors(of: bitmap, limit: colors) else { return nil }
        let (indices, palette) = IndexedImage.look(up: exact, in: bitmap)
        self.init(width: bitmap.width, height: bitmap.height, indices: indices, palette: palette)
    }

    /// Maps a picture to the colours of a table.
    ///
    /// - Complexity: O(pixels), on two threads.
    init(_ bitmap: Bitmap, table: ColorTable, taste: MappingTaste) {
        let threads = 2
        let (width, height) = (bitmap.width, bitmap.height)
        let indices = bitmap.withPixels { pixels in
            [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
                // Each thread writes its own bands and has its own table.
                nonisolated(unsafe) let target = buffer.baseAddress!
                nonisolated(unsafe) let (pixels, table) = (pixels, table)
                Crew(threads: threads).perform(threads) { part in
                    let own = part == 0 ? table : ColorTable(copying: table)
                    let mapper = BandMapper(pixels, width: width, into: target, table: own, taste: taste)
                    for top in stride(
                        from: part * BandMapper.height, to: height, by: threads * BandMapper.height)
                    {
                        mapper.map(top..<min(height, top + BandMapper.height))
                    }
                }
                count = buffer.count
            }
        }
        self.init(width: width, height: height, indices: indices, palette: table.palette)
    }

    private init(width: Int, height: Int, indices: [UInt8], palette: SixelPalette) {
        self.width = width
        self.height = height
        (self.indices, self.palette) = IndexedImage.sortedByUse(indices, palette)
    }

    private static func look(
        up exact: Set<UInt32>, in bitmap: Bitmap
    ) -> (indices: [UInt8], palette: SixelPalette) {
        var palette = SixelPalette()
        var table: [UInt32: UInt8] = [:]
        for color in exact.sorted() {
            let channels = SIMD3<Float>(Float(color >> 16), Float(color >> 8 & 255), Float(color & 255))
            table[color] = UInt8(truncatingIfNeeded: palette.index(ofNearest: channels))
        }
        var indices: [UInt8] = []
        indices.reserveCapacity(bitmap.width * bitmap.height)
        var last: (color: UInt32, index: UInt8)?
        bitmap.withPixels { bytes in
            for i in stride(from: 0, to: bytes.count, by: 4) {
                let color = UInt32(bytes[i]) << 16 | UInt32(bytes[i + 1]) << 8 | UInt32(bytes[i + 2])
                if last?.color != color { last = (color, table[color]!) }
                indices.append(last!.index)
            }
        }
        return (indices, palette)
    }

    /// Gives the most frequent colours the lowest indices, which are the shortest to send.
    private static func sortedByUse(
        _ indices: consuming [UInt8], _ palette: SixelPalette
    ) -> (indices: [UInt8], palette: SixelPalette) {
        var uses = [Int](repeating: 0, count: 256)
        uses.withUnsafeMutableBufferPointer { uses in
            indices.withUnsafeBufferPointer { indices in
                for index in indices { uses[Int(index)] &+= 1 }
            }
        }
        let order = (0..<palette.count).filter { uses[$0] > 0 }.sorted { (uses[$0], $1) > (uses[$1], $0) }
        var ranks = [UInt8](repeating: 0, count: 256)
        for (rank, index) in order.enumerated() { ranks[index] = UInt8(truncatingIfNeeded: rank) }
        ranks.withUnsafeBufferPointer { ranks in
            indices.withUnsafeMutableBufferPointer { indices in
                for i in indices.indices { indices[i] = ranks[Int(indices[i])] }
            }
        }
        return (indices, palette.reordered(order))
    }
}
