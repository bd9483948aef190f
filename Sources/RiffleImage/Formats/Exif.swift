/// The Exif block of a JPEG, WebP or PNG file: a small TIFF file of tagged values.
///
/// The bytes may be hostile: nothing outside the block is read, and at most `entryLimit` entries.
/// Source: TIFF 6.0, section 2; Exif 2.32 (CIPA DC-008), sections 4.5 and 4.6.
struct Exif {
    enum Tag: Int {
        case description = 270
        case make = 271
        case model = 272
        case orientation = 274
        case software = 305
        case userComment = 37510
    }

    static let entryLimit = 512

    private let bytes: [UInt8]
    private let isLittleEndian: Bool
    /// Type and byte range of each value; the first entry of a tag wins.
    private var values: [Int: (type: Int, place: Range<Int>)] = [:]

    /// - Returns: nil if the file has no Exif block, or an invalid one.
    init?(of file: [UInt8], _ format: PictureFormat) {
        switch format {
        case .jpeg: self.init(block: Exif.block(inJPEG: file) ?? [])
        case .webp: self.init(block: Exif.block(inWebP: file) ?? [])
        case .png, .gif: return nil
        }
    }

    /// - Returns: nil if the block is invalid.
    init?(block: some Collection<UInt8>) {
        guard block.count >= 8 else { return nil }
        bytes = Array(block)
        isLittleEndian = bytes[0] == UInt8(ascii: "I")
        guard bytes.starts(with: isLittleEndian ? "II".utf8 : "MM".utf8), number(2, 2) == 42,
            let first = number(4, 4)
        else { return nil }
        readDirectory(at: first)
        // The tag that points to the Exif directory.
        if let entry = values[34665], let second = number(entry.place.lowerBound, 4), second != first {
            readDirectory(at: second)
        }
    }

    /// A number, such as the orientation, of 16 or 32 bits; some programs write the wider type.
    func number(_ tag: Tag) -> Int? {
        guard let value = values[tag.rawValue], value.type == 3 || value.type == 4 else { return nil }
        return number(value.place.lowerBound, value.type == 3 ? 2 : 4)
    }

    /// A value made of bytes: a text or a comment.
    func octets(_ tag: Tag) -> ArraySlice<UInt8>? {
        guard let value = values[tag.rawValue], [1, 2, 7].contains(value.type) else { return nil }
        return bytes[value.place]
    }

    private mutating func readDirectory(at start: Int) {
        guard let count = number(start, 2) else { return }
        for entry in 0..<min(count, Self.entryLimit) {
            let place = start + 2 + entry * 12
            guard let tag = number(place, 2), let type = number(place + 2, 2), let items = number(place + 4, 4) else {
                return
            }
            guard let size = [1: 1, 2: 1, 3: 2, 4: 4, 7: 1][type], items <= bytes.count else { continue }
            // Values of up to four bytes are stored in the entry itself.
            guard let at = items * size <= 4 ? place + 8 : number(place + 8, 4), at + items * size <= bytes.count else {
                continue
            }
            if values[tag] == nil { values[tag] = (type, at..<at + items * size) }
        }
    }

    /// An unsigned integer of `count` bytes; nil if it is outside the block.
    private func number(_ place: Int, _ count: Int) -> Int? {
        guard place >= 0, place + count <= bytes.count else { return nil }
        let part = bytes[place..<place + count]
        return (isLittleEndian ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
    }

    /// Source: ITU T.81, B.1.1.4; Exif 2.32, section 4.7.2: `Exif`, two zero bytes, then the block, in an APP1 segment.
    private static func block(inJPEG bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var place = 2
        while place + 4 <= bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            // Pixel data or the end: no more metadata to read.
            if marker == 0xDA || marker == 0xD9 { return nil }
            if marker == 0xFF {
                place += 1
                continue
            }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            let end = place + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            let body = bytes[place + 4..<end]
            if marker == 0xE1, body.starts(with: head) { return body.dropFirst(head.count) }
            place = end
        }
        return nil
    }

    /// Source: RFC 9649, section 2.7.1.5: a chunk `EXIF`. Some writers add the JPEG prefix `Exif\0\0`.
    private static func block(inWebP bytes: [UInt8]) -> ArraySlice<UInt8>? {
        WebPReader.chunk("EXIF", in: bytes).map { $0.starts(with: head) ? $0.dropFirst(head.count) : $0 }
    }

    private static let head = Array("Exif".utf8) + [0, 0]
}
