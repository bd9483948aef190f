extension PNG {
    /// Encodes a picture of at most 256 colours.
    ///
    /// Packs indices with 1, 2, 4 or 8 bits, as the palette requires. Deterministic.
    ///
    /// - Parameters:
    ///   - indices: row-major, `width` × `height` values, each below `palette.count`.
    ///   - width: in pixels.
    ///   - height: in pixels.
    ///   - palette: 1…256 colours. Put transparent ones first: that makes the file smaller.
    ///   - effort: speed or size.
    /// - Precondition: the counts match; both sides are at least 1.
    /// - Complexity: O(pixels).
    public static func encode(
        indices: [UInt8], width: Int, height: Int, palette: [Pixel], effort: PNGEffort = .small
    ) -> [UInt8] {
        precondition(width > 0 && height > 0 && indices.count == width * height, "one index for each pixel")
        precondition((1...256).contains(palette.count), "a palette has 1 to 256 colours")
        let depth = palette.count <= 2 ? 1 : palette.count <= 4 ? 2 : palette.count <= 16 ? 4 : 8
        // No filter: neighbouring indices are not similar colours. Levels above 6 are slower, but photos do not get
        // smaller.
        let stream = Deflater(level: effort == .fast ? 1 : 6).deflate(
            packed(indices, width: width, height: height, depth: depth))

        var file = PNGHeader.signature
        file.reserveCapacity(stream.count + 2048)
        var header: [UInt8] = []
        header.append(bigEndian: UInt32(width))
        header.append(bigEndian: UInt32(height))
        header += [UInt8(depth), PNGColorType.palette.rawValue, 0, 0, 0]
        file += chunk(.header, header)
        file += chunk(.palette, palette.flatMap { [$0.red, $0.green, $0.blue] })
        if let last = palette.lastIndex(where: { $0.alpha != 255 }) {
            file += chunk(.transparency, palette[...last].map(\.alpha))
        }
        file += chunk(.imageData, stream)
        file += chunk(.end, [])
        return file
    }

    /// All rows, each with filter type 0 in front; the last byte is padded with zeros.
    private static func packed(_ indices: [UInt8], width: Int, height: Int, depth: Int) -> [UInt8] {
        let length = (width * depth + 7) / 8 + 1
        var rows = [UInt8](repeating: 0, count: height * length)
        for y in 0..<height {
            for x in 0..<width {
                let bit = x * depth
                rows[y * length + 1 + bit / 8] |= indices[y * width + x] << UInt8(8 - depth - bit % 8)
            }
        }
        return rows
    }
}
