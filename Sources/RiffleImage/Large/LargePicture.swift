/// A picture too large for memory: decoded once into a file of plain pixels, with a small version at hand.
///
/// What is shown whole comes from the small version, what is shown near from the rows of the file that are seen. Both
/// look as they would from a bitmap; memory stays at the small version's 16 MB and a row.
public final class LargePicture: PixelSource, Sendable {
    public let width: Int
    public let height: Int
    private let file: ScratchFile
    private let overview: Bitmap

    /// Pixels along the longer side of the small version: more than a terminal shows of a whole picture.
    private static let overviewSide = 2048
    /// Rows that go to the file at a time.
    private static let rowsAtOnce = 16

    /// Bytes of memory that it takes for as long as it is there.
    public var byteCount: Int { overview.bytes.count }

    /// Decodes the whole file.
    ///
    /// - Parameter folder: where the plain pixels go, four bytes each; nothing is left there.
    /// - Throws: `PNGError` or `ScratchError`.
    public init(_ reader: PNGReader, in folder: String) throws {
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
            // What cannot be written is not kept in memory either.
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

    public func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter, space: BlendSpace
    ) throws(ScratchError) -> Bitmap {
        let resizing = Resizing(
            source: (self.width, self.height), part: part, width: width, height: height, filter: filter, space: space)
        // Two pixels of the small version for each new one, or all there is: then the detour is not seen.
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
