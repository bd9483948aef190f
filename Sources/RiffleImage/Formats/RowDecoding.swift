/// Decodes the pixels of a file row by row, as stored: before its orientation and its colours are applied.
protocol RowDecoding: AnyObject {
    associatedtype Failure: Error

    /// The size of the stored picture in pixels.
    var storedSize: (width: Int, height: Int) { get }
    var orientation: Orientation { get }
    /// Converts decoded pixels to sRGB; nil if they need no conversion.
    var transform: ColorTransform? { get }
    /// Whether rows come in order, so that the whole picture need not be in memory.
    var isStreamed: Bool { get }

    /// Decodes at a smaller size from now on, if the format can do that cheaply.
    ///
    /// - Parameter factor: the largest allowed reduction; above 1.
    /// - Returns: the size of the decoded picture.
    func reduce(by factor: Double) -> (width: Int, height: Int)

    /// Decodes all rows, which are opaque or have straight alpha. If the picture is streamed, they come in order.
    ///
    /// - Parameters:
    ///   - place: where a row belongs. The previous row must stay valid until this one is decoded.
    ///   - then: called for each row in order when it is complete; not called if the picture is not streamed.
    func decodeRows(
        at place: (Int) -> UnsafeMutablePointer<UInt8>, then: (Int, UnsafePointer<UInt8>) -> Void
    ) throws(Failure)
}

/// Decoded pixels for each output pixel, on one axis, of a picture that is decoded at a smaller size. Decoders average
/// sRGB values instead of light; with this many left to the scaler, photographs differ by about 40 dB.
private let margin = 3.5

/// Smaller pictures (in pixels) are decoded on one thread.
private let smallest = 1 << 16

extension RowDecoding {
    /// The size of the upright picture.
    var uprightSize: (width: Int, height: Int) {
        let (width, height) = storedSize
        return orientation.turnsSides ? (height, width) : (width, height)
    }

    func reduce(by factor: Double) -> (width: Int, height: Int) { storedSize }

    /// The whole upright picture in sRGB.
    func upright() throws(Failure) -> Bitmap { try decoded(storedSize).turned(orientation) }

    /// A part of the upright picture at another size; see `Bitmap.resized(from:width:height:filter:space:)`.
    func uprightResized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter, space: BlendSpace
    ) throws(Failure) -> Bitmap {
        var part = orientation.stored(part, in: storedSize)
        let (width, height) = orientation.turnsSides ? (height, width) : (width, height)
        let factor = min(part.width / Double(width), part.height / Double(height)) / margin
        var size = storedSize
        if filter != .nearest, factor > 1 {
            size = reduce(by: factor)
            let scale = (
                x: Double(size.width) / Double(storedSize.width), y: Double(size.height) / Double(storedSize.height)
            )
            part = PixelRect(
                x: part.x * scale.x, y: part.y * scale.y, width: part.width * scale.x, height: part.height * scale.y)
        }
        let resizing = Resizing(
            source: size, part: part, width: width, height: height, filter: filter, space: space)
        guard isStreamed, !resizing.changesNothing else {
            return resizing.run(on: try decoded(size)).turned(orientation)
        }
        let scaler = transform.map { ConvertingScaler(resizing.scaler(), $0, width: size.width) } ?? resizing.scaler()
        if size.width * size.height < smallest {
            try rows(of: size.width) { y, row in
                if scaler.rows.contains(y) { scaler.take(row) }
            }
            return scaler.bitmap().turned(orientation)
        }
        let pipe = RowPipe(width: size.width, into: scaler)
        // On every exit the other thread must end before the scaler is released.
        defer { pipe.finish() }
        try decodeRows(at: { pipe.place($0) }, then: { y, _ in pipe.put(y) })
        pipe.finish()
        return scaler.bitmap().turned(orientation)
    }

    /// Calls `body` with all rows of the upright picture in order, as sRGB; a row is valid only during the call.
    func uprightRows(_ body: (Int, UnsafePointer<UInt8>) -> Void) throws(Failure) {
        let (width, height) = uprightSize
        guard isStreamed, orientation == .upright else {
            let bitmap = try upright()
            bitmap.withPixels { pixels in
                for y in 0..<height { body(y, pixels.baseAddress! + y * width * 4) }
            }
            return
        }
        guard let transform else { return try rows(of: width, body) }
        let converted = UnsafeMutablePointer<UInt8>.allocate(capacity: width * 4)
        defer { converted.deallocate() }
        try rows(of: width) { y, row in
            converted.update(from: row, count: width * 4)
            transform.convert(converted, count: width)
            body(y, converted)
        }
    }

    /// Calls `body` with all rows of a streamed picture as decoded.
    private func rows(of width: Int, _ body: (Int, UnsafePointer<UInt8>) -> Void) throws(Failure) {
        let rows = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * width * 4)
        defer { rows.deallocate() }
        try decodeRows(at: { rows + $0 % 2 * width * 4 }, then: body)
    }

    /// The picture as stored, in sRGB.
    private func decoded(_ size: (width: Int, height: Int)) throws(Failure) -> Bitmap {
        var failure: Failure?
        let bytes = [UInt8](unsafeUninitializedCapacity: size.width * size.height * 4) { output, count in
            let pixels = output.baseAddress!
            do throws(Failure) {
                try decodeRows(at: { pixels + $0 * size.width * 4 }, then: { _, _ in })
                transform?.convert(pixels, count: size.width * size.height)
                count = output.count
            } catch {
                // The rest is not initialised; the array is thrown away.
                failure = error
                count = 0
            }
        }
        if let failure { throw failure }
        return Bitmap(width: size.width, height: size.height, bytes: bytes)
    }
}

/// Converts rows to sRGB before they are scaled.
private final class ConvertingScaler: RowScaler {
    private let scaler: any RowScaler
    private let transform: ColorTransform
    private let row: UnsafeMutablePointer<UInt8>

    /// - Parameter width: of a row, in pixels.
    init(_ scaler: any RowScaler, _ transform: ColorTransform, width: Int) {
        self.scaler = scaler
        self.transform = transform
        row = .allocate(capacity: width * 4)
    }

    deinit { row.deallocate() }

    var rows: Range<Int> { scaler.rows }
    var columns: Range<Int> { scaler.columns }

    func take(_ row: UnsafePointer<UInt8>) {
        let (start, count) = (4 * columns.lowerBound, columns.count)
        (self.row + start).update(from: row + start, count: 4 * count)
        transform.convert(self.row + start, count: count)
        scaler.take(self.row)
    }

    func bitmap() -> Bitmap { scaler.bitmap() }
}
