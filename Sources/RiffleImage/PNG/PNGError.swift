/// Why a PNG could not be read.
public enum PNGError: Error, Equatable, Sendable {
    /// The bytes do not begin with the PNG signature.
    case notPNG
    /// The file ends before the picture does.
    case truncated(byteCount: Int)
    /// A chunk (`IHDR`, `PLTE`, `IDAT` …) is invalid. Names that are not four letters are given in hex.
    case damaged(chunk: String, fault: PNGFault)
    /// The picture exceeds the limit; nothing was allocated.
    case tooManyPixels(width: Int, height: Int, limit: Int)
}

/// What is wrong with a chunk.
public enum PNGFault: Equatable, Sendable {
    /// The checksum does not match the data.
    case checksum
    /// The length is invalid for this chunk.
    case length(Int)
    /// The chunk may occur only once.
    case duplicate
    /// The chunk is in a wrong place.
    case misplaced
    /// A required chunk is missing.
    case missing
    /// A field has a value that the format does not define.
    case value(PNGField, Int)
    /// A critical chunk of unknown type.
    case unknown
    /// The compressed pixels are corrupt.
    case compression
    /// The pixels take more or fewer bytes than the header's size requires.
    case pixelCount(expected: Int)
    /// This row has an undefined filter type.
    case filter(row: Int)
}

/// The header fields that may be invalid.
public enum PNGField: Equatable, Sendable {
    case width
    case height
    case bitDepth
    case colorType
    case compressionMethod
    case filterMethod
    case interlaceMethod
}
