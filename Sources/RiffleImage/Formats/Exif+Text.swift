extension Exif {
    /// The text of a value; `nil` if it is missing or not valid text.
    func text(_ tag: Tag) -> String? {
        guard let octets = octets(tag) else { return nil }
        return tag == .userComment ? Self.comment(octets) : Self.utf8(octets)
    }

    /// Decodes a user comment, which begins with an eight-byte character code.
    ///
    /// Source: Exif 2.32, table 9. `UNICODE` is UTF-16 in the block's byte order, but piexif, which most programs use,
    /// always writes big-endian. So the byte order is inferred from the positions of zero bytes.
    private static func comment(_ octets: ArraySlice<UInt8>) -> String? {
        guard octets.count > 8 else { return nil }
        let text = octets.dropFirst(8)
        guard octets.starts(with: "UNICODE".utf8) else { return utf8(text) }
        let zeros = text.enumerated().reduce(into: (even: 0, odd: 0)) { count, byte in
            guard byte.element == 0 else { return }
            if byte.offset % 2 == 0 { count.even += 1 } else { count.odd += 1 }
        }
        let isBigEndian = zeros.even >= zeros.odd
        let units = stride(from: text.startIndex, to: text.endIndex - 1, by: 2).map { place in
            let (one, two) = (UInt16(text[place]), UInt16(text[place + 1]))
            return isBigEndian ? one << 8 | two : two << 8 | one
        }
        let marks: Set<UInt16> = [0xFEFF, 0]
        return String(decoding: units.drop { marks.contains($0) }.prefix { $0 != 0 }, as: UTF16.self)
    }

    private static func utf8(_ octets: ArraySlice<UInt8>) -> String? {
        String(validating: octets.prefix { $0 != 0 }, as: UTF8.self)
    }
}
