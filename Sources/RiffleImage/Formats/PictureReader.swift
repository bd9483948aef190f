/// Decodes a picture file of any format from a stream: to a bitmap, or directly to a smaller one, which takes less time
/// and memory. Of an animation only the first frame is decoded.
///
/// Pictures are turned upright according to their Exif orientation and converted to sRGB. A damaged file is decoded as
/// far as possible; what is missing is transparent.
///
/// A reader can be used once. The bytes may be hostile: nothing is allocated for a picture above the limit.
public final class PictureReader: PixelSource {
    /// Facts about the picture; the size is that of the upright picture.
    public let header: PictureHeader
    /// Width in pixels of the upright picture.
    public var width: Int { header.width }
    /// Height in pixels of the upright picture.
    public var height: Int { header.height }

    private let decoder: Decoder

    private enum Decoder {
        case png(PNGReader)
        case jpeg(JPEGReader)
        case webp(WebPReader)
        case gif(GIFReader)
    }

    /// Reads the beginning of the file.
    ///
    /// - Parameters:
    ///   - limit: the largest allowed picture.
    ///   - read: fills the buffer with the next bytes of the file and returns their number; 0 at the end or on an
    ///     error. The caller then reports the read error instead of damage.
    public convenience init(
        limit: PixelLimit = .standard, reading read: @escaping (UnsafeMutableRawBufferPointer) -> Int
    ) throws(PictureError) {
        try self.init(ByteStream(read), limit: limit)
    }

    /// Reads from bytes in memory.
    public convenience init(_ bytes: [UInt8], limit: PixelLimit = .standard) throws(PictureError) {
        try self.init(ByteStream(bytes), limit: limit)
    }

    private init(_ stream: ByteStream, limit: PixelLimit) throws(PictureError) {
        let head = stream.peek(PictureFormat.headLength)
        guard let format = PictureFormat(magicOf: head) else {
            throw PictureFormat.unsupported(head).map { .unsupported($0) } ?? .notAPicture
        }
        let (size, kind): ((width: Int, height: Int), String)
        switch format {
        case .png:
            let reader = try PictureError.png { () throws(PNGError) in
                try PNGReader(limit: limit, isLenient: true, reading: stream.read)
            }
            decoder = .png(reader)
            (size, kind) = ((reader.width, reader.height), reader.header.kind)
        case .jpeg:
            let reader = try JPEGReader(stream)
            decoder = .jpeg(reader)
            (size, kind) = (reader.uprightSize, reader.kind)
        case .webp:
            let reader = try WebPReader(stream)
            decoder = .webp(reader)
            (size, kind) = (reader.uprightSize, reader.kind)
        case .gif:
            let reader = try GIFReader(stream)
            decoder = .gif(reader)
            (size, kind) = (reader.uprightSize, "GIF")
        }
        guard limit.allows(width: size.width, height: size.height) else {
            throw .tooManyPixels(width: size.width, height: size.height, limit: limit.pixels)
        }
        header = PictureHeader(format: format, width: size.width, height: size.height, kind: kind)
    }

    /// Why the decoded picture is incomplete or partly wrong; nil if it is neither. Known after decoding.
    public var damage: PictureError? {
        switch decoder {
        case .png(let reader): reader.damage.map { .png($0) }
        case .jpeg(let reader): reader.damage
        case .webp(let reader): reader.damage
        case .gif(let reader): reader.damage
        }
    }

    /// The colour space that the file declares, and what becomes of it.
    public var colors: PictureColors {
        switch decoder {
        case .png(let reader): reader.colors
        case .jpeg(let reader): reader.conversion.colors
        case .webp(let reader): reader.conversion.colors
        case .gif: PictureColors(source: .none, handling: .unchanged)
        }
    }

    /// Whether a PNG is stored in seven passes.
    public var isInterlaced: Bool {
        if case .png(let reader) = decoder { reader.header.isInterlaced } else { false }
    }

    /// The whole picture.
    ///
    /// - Throws: `PictureError` if no part of it can be decoded.
    /// - Complexity: O(pixels).
    public func bitmap() throws(PictureError) -> Bitmap {
        switch decoder {
        case .png(let reader): try PictureError.png { () throws(PNGError) in try reader.bitmap() }
        case .jpeg(let reader): try reader.upright()
        case .webp(let reader): try reader.upright()
        case .gif(let reader): try reader.upright()
        }
    }

    /// A part of the picture at another size; see `Bitmap.resized(from:width:height:filter:space:)`.
    ///
    /// - Throws: `PictureError` if no part of the picture can be decoded.
    /// - Complexity: O(pixels) time. PNGs without interlacing and JPEGs with one scan take a few rows of memory.
    public func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter = .automatic, space: BlendSpace = .linear
    ) throws(PictureError) -> Bitmap {
        switch decoder {
        case .png(let reader):
            try PictureError.png { () throws(PNGError) in
                try reader.resized(from: part, width: width, height: height, filter: filter, space: space)
            }
        case .jpeg(let reader):
            try reader.uprightResized(from: part, width: width, height: height, filter: filter, space: space)
        case .webp(let reader):
            try reader.uprightResized(from: part, width: width, height: height, filter: filter, space: space)
        case .gif(let reader):
            try reader.uprightResized(from: part, width: width, height: height, filter: filter, space: space)
        }
    }

    /// Calls `body` with all rows in order, as RGBA; a row is valid only during the call.
    func rows(_ body: (Int, UnsafePointer<UInt8>) -> Void) throws(PictureError) {
        switch decoder {
        case .png(let reader): try PictureError.png { () throws(PNGError) in try reader.uprightRows(body) }
        case .jpeg(let reader): try reader.uprightRows(body)
        case .webp(let reader): try reader.uprightRows(body)
        case .gif(let reader): try reader.uprightRows(body)
        }
    }
}
