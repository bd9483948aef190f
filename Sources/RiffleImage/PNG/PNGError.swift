/// Why a file could not be read as a PNG.
public enum PNGError: Error, Equatable, Sendable {
    /// The bytes do not begin with the PNG signature.
    case notPNG
    /// The file ends before the picture does.
    case truncated(byteCount: Int)
    /// A chunk (`IHDR`, `PLTE`, `IDAT` …) holds what it must not. A name that is not four letters is given in hex.
    case damaged(chunk: String, fault: PNGFault)
    /// Decoding was refused before any memory was taken for it.
    case tooManyPixels(width: Int, height: Int, limit: Int)
}

/// What is wrong with a chunk of a damaged PNG.
public enum PNGFault: Equatable, Sendable {
    /// The checksum does not fit the data.
    case checksum
    /// The length is not one that this chunk may have.
    case length(Int)
    /// A second one where only one may be.
    case duplicate
    /// The chunk stands where it may not.
    case misplaced
    /// The file has none.
    case missing
    /// A value that the format does not know, and what it belongs to.
    case value(PNGField, Int)
    /// A chunk that must be understood to show the picture, and is not.
    case unknown
    /// The compressed pixels are corrupt.
    case compression
    /// The compressed pixels end early or go on for too long for the size that the header gives, in bytes.
    case pixelCount(expected: Int)
    /// This row names a filter that does not exist.
    case filter(row: Int)
}

/// The values of a header that may be wrong.
public enum PNGField: Equatable, Sendable {
    case width
    case height
    case bitDepth
    case colorType
    case compressionMethod
    case filterMethod
    case interlaceMethod
}
