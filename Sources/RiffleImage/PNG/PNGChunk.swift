internal import CDeflate

/// Type and position of one PNG chunk, without its data.
///
/// Layout: length (4 bytes, big-endian), type (4), data, checksum of type and data (4).
struct PNGChunk {
    /// Bytes of a chunk besides its data.
    static let frame = 12

    let type: PNGChunkType
    /// Length of the data as declared.
    let length: Int
    /// The range of the data. It lies within the file only if the chunk came from `PNGChunks`.
    let data: Range<Int>

    /// Reads the eight bytes before a chunk's data; they must exist.
    init(at offset: Int, in bytes: [UInt8]) {
        length = Int(bytes.bigEndian(at: offset))
        type = PNGChunkType(rawValue: bytes.bigEndian(at: offset + 4))
        data = offset + 8..<offset + 8 + length
    }

    /// The whole chunk, including length and checksum.
    var whole: Range<Int> { data.lowerBound - 8..<data.upperBound + 4 }

    /// Whether the checksum is correct. The chunk must lie within `bytes`.
    func checksumFits(in bytes: [UInt8]) -> Bool {
        let sum = bytes.withUnsafeBufferPointer {
            libdeflate_crc32(0, $0.baseAddress! + data.lowerBound - 4, length + 4)
        }
        return sum == bytes.bigEndian(at: data.upperBound)
    }
}

/// A chunk type: four letters as one big-endian number.
struct PNGChunkType: RawRepresentable, Hashable {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    private init(_ name: StaticString) {
        precondition(name.utf8CodeUnitCount == 4)
        rawValue = (0..<4).reduce(0) { $0 << 8 | UInt32(name.utf8Start[$1]) }
    }

    static let header = PNGChunkType("IHDR")
    static let palette = PNGChunkType("PLTE")
    static let imageData = PNGChunkType("IDAT")
    static let end = PNGChunkType("IEND")
    static let transparency = PNGChunkType("tRNS")
    static let gamma = PNGChunkType("gAMA")
    static let standardRGB = PNGChunkType("sRGB")
    static let colorProfile = PNGChunkType("iCCP")
    static let codePoints = PNGChunkType("cICP")
    static let chromaticities = PNGChunkType("cHRM")
    static let exif = PNGChunkType("eXIf")
    static let latinText = PNGChunkType("tEXt")
    static let compressedText = PNGChunkType("zTXt")
    static let internationalText = PNGChunkType("iTXt")

    /// Whether decoders must understand the chunk: its first letter is upper case.
    var isCritical: Bool { rawValue & 0x2000_0000 == 0 }

    var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> (24 - 8 * $0)) } }

    /// The four letters, or the number in hex if they are not letters.
    var name: String {
        let letters = bytes
        guard letters.allSatisfy({ (65...90).contains($0 & 0xDF) }) else { return "0x" + String(rawValue, radix: 16) }
        return String(decoding: letters, as: UTF8.self)
    }
}

/// The chunks of a file in order, each within bounds, up to and including `IEND`.
struct PNGChunks {
    private let bytes: [UInt8]
    private var offset = PNGHeader.signature.count

    /// - Parameter bytes: a whole file that begins with the PNG signature.
    init(of bytes: [UInt8]) { self.bytes = bytes }

    /// The next chunk, or nil after `IEND`. Bytes after that are ignored.
    /// - Throws: `truncated` when the file ends before or inside a chunk.
    mutating func next() throws(PNGError) -> PNGChunk? {
        guard offset != .max else { return nil }
        guard bytes.count - offset >= PNGChunk.frame else { throw .truncated(byteCount: bytes.count) }
        let chunk = PNGChunk(at: offset, in: bytes)
        // The format's maximum; a larger value is garbage.
        guard chunk.length <= Int(Int32.max) else { throw .damaged(chunk.type, .length(chunk.length)) }
        guard chunk.whole.upperBound <= bytes.count else { throw .truncated(byteCount: bytes.count) }
        offset = chunk.type == .end ? .max : chunk.whole.upperBound
        return chunk
    }
}

extension PNGError {
    static func damaged(_ type: PNGChunkType, _ fault: PNGFault) -> PNGError {
        .damaged(chunk: type.name, fault: fault)
    }
}

extension [UInt8] {
    /// The four bytes at `offset` as a big-endian number; they must exist.
    func bigEndian(at offset: Int) -> UInt32 {
        UInt32(self[offset]) << 24 | UInt32(self[offset + 1]) << 16 | UInt32(self[offset + 2]) << 8
            | UInt32(self[offset + 3])
    }

    mutating func append(bigEndian value: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}
