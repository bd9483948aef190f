/// A picture too large for memory: decoded once into a scratch file of raw pixels, with a small overview in memory.
///
/// Views of the whole use the overview, close-up views read the visible rows of the file. Both look the same as from a
/// bitmap; memory use is 16 MB for the overview plus one row.
public final class LargePicture: PixelSource, Sendable {
    /// Width in pixels.
    public let width: Int
    /// Height in pixels.
    public let height: Int
    private let file: ScratchFile
    private let overview: Bitmap

    /// Longer side of the overview in pixels: more than a terminal shows.
    private static let overviewSide = 2048
    /// Rows written to the file at a time.
    private static let rowsAtOnce = 16

    /// Memory in use, in bytes.
    public var byteCount: Int { overview.bytes.count }

    /// Decodes the whole file.
    ///
    /// - Parameters:
    ///   - reader: of the file, not used before.
    ///   - folder: for the scratch file, four bytes a pixel. The file has no name, so nothing is left behind.
    /// - Throws: `PictureError` or `ScratchError`.
    public init(_ reader: PictureReader, in folder: String) throws {
        (width, height) = (reader.width, reader.height)
        let file = try ScratchFile(in: folder)
        self.file = file
        let scale = min(1, Double(Self.overviewSide) / Double(max(width, height)))
        let scaler = Resizing(
            source: (width, height), part: PixelRect(x: 0, y: 0, width: Double(width), height: Double(height)),
            width: max(1, Int(Double(width) * scale)), height: max(1, Int(Double(height) * scale)), filter: .area,
            space: .linear
        ).scaler()
        let rowBytes = width * 4
        var rows: [UInt8] = []
        rows.reserveCapacity(rowBytes * Self.rowsAtOnce)
        var failure: ScratchError?
        let height = height
        try reader.rows { y, row in
            // After a failed write, later rows are dropped.
            guard failure == nil else { return }
            scaler.take(row)
            rows += UnsafeBufferPointer(start: row, count: rowBytes)
            guard rows.count == rowBytes * Self.rowsAtOnce || y == height - 1 else { return }
            rows.withUnsafeBytes { bytes in
                do throws(ScratchError) {
                    try file.write(bytes, at: (y + 1) * rowBytes - bytes.count)
                } catch {
                    failure = error
                }
            }
            rows.removeAll(keepingCapacity: true)
        }
        if let failure { throw failure }
        overview = scaler.bitmap()
    }

    /// A part at another size; see `Bitmap.resized(from:width:height:filter:space:)`.
    ///
    /// - Throws: `ScratchError`.
    public func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter, space: BlendSpace
    ) throws(ScratchError) -> Bitmap {
        let resizing = Resizing(
            source: (self.width, self.height), part: part, width: width, height: height, filter: filter, space: space)
        // Use the overview if it has two pixels for each output pixel, or is the whole picture: then the difference is
        // invisible.
        let scale = (
            x: Double(overview.width) / Double(self.width), y: Double(overview.height) / Double(self.height)
        )
        if min(resizing.reduction.x * scale.x, resizing.reduction.y * scale.y) >= 2 {
            return overview.resized(
                from: PixelRect(
                    x: part.x * scale.x, y: part.y * scale.y, width: part.width * scale.x,
                    height: part.height * scale.y), width: width, height: height, filter: filter, space: space)
        }
        let scaler = resizing.scaler()
        let rowBytes = self.width * 4
        let columns = scaler.columns
        let row = UnsafeMutableRawBufferPointer.allocate(byteCount: rowBytes, alignment: 16)
        defer { row.deallocate() }
        let seen = UnsafeMutableRawBufferPointer(rebasing: row[columns.lowerBound * 4..<columns.upperBound * 4])
        for y in scaler.rows {
            try file.read(into: seen, at: y * rowBytes + columns.lowerBound * 4)
            scaler.take(row.assumingMemoryBound(to: UInt8.self).baseAddress!)
        }
        return scaler.bitmap()
    }
}
