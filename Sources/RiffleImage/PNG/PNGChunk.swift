internal import CDeflate

/// One chunk of a PNG: where it stands, not what it holds.
///
/// Layout: length (4 bytes, big-endian), type (4), data, checksum of type and data (4).
struct PNGChunk {
    /// Bytes of a chunk that are not its data.
    static let frame = 12

    let type: PNGChunkType
    /// Bytes of data, as the file claims.
    let length: Int
    /// Where the data lies. Within the file only if the chunk came from `PNGChunks`.
    let data: Range<Int>

    /// Reads the eight bytes in front of a chunk's data, which must be there.
    init(at offset: Int, in bytes: [UInt8]) {
        length = Int(bytes.bigEndian(at: offset))
        type = PNGChunkType(rawValue: bytes.bigEndian(at: offset + 4))
        data = offset + 8..<offset + 8 + length
    }

    /// The whole chunk, length and checksum included.
    var whole: Range<Int> { data.lowerBound - 8..<data.upperBound + 4 }

    /// Whether the checksum is the right one. The chunk must lie within `bytes`.
    func checksumFits(in bytes: [UInt8]) -> Bool {
        let sum = bytes.withUnsafeBufferPointer {
            libdeflate_crc32(0, $0.baseAddress! + data.lowerBound - 4, length + 4)
        }
        return sum == bytes.bigEndian(at: data.upperBound)
    }
}

/// The four letters of a chunk as one big-endian number.
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
    static let latinText = PNGChunkType("tEXt")
    static let compressedText = PNGChunkType("zTXt")
    static let internationalText = PNGChunkType("iTXt")

    /// Whether a picture cannot be shown without understanding the chunk: the first letter is a capital.
    var isCritical: Bool { rawValue & 0x2000_0000 == 0 }

    var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> (24 - 8 * $0)) } }

    /// The letters; for a type that is none, its number in hex.
    var name: String {
        let letters = bytes
        guard letters.allSatisfy({ (65...90).contains($0 & 0xDF) }) else { return "0x" + String(rawValue, radix: 16) }
        return String(decoding: letters, as: UTF8.self)
    }
}

/// The chunks of a file in order, each within its bounds, up to and with `IEND`.
struct PNGChunks {
    private let bytes: [UInt8]
    private var offset = PNGHeader.signature.count

    /// - Parameter bytes: a whole file; that it begins with the signature was checked.
    init(of bytes: [UInt8]) { self.bytes = bytes }

    /// The next chunk, or nil after `IEND`. What stands behind that is not looked at.
    /// - Throws: `truncated` when the file ends before or inside a chunk.
    mutating func next() throws(PNGError) -> PNGChunk? {
        guard offset != .max else { return nil }
        guard bytes.count - offset >= PNGChunk.frame else { throw .truncated(byteCount: bytes.count) }
        let chunk = PNGChunk(at: offset, in: bytes)
        // The largest length that the format allows; a larger one is noise, not the start of a huge chunk.
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
    /// The four bytes from `offset` on, which must be there, as a big-endian number.
    func bigEndian(at offset: Int) -> UInt32 {
        UInt32(self[offset]) << 24 | UInt32(self[offset + 1]) << 16 | UInt32(self[offset + 2]) << 8
            | UInt32(self[offset + 3])
    }

    mutating func append(bigEndian value: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}
