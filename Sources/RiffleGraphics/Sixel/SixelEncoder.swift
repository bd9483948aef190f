import RiffleImage

/// Encodes rectangles of an indexed image as sixel.
///
/// A band is six pixel rows; a byte `?`…`~` says which of the six pixels of a column take the current colour. Each
/// colour's columns are split into spans at long gaps, and spans of several colours are packed into one pass over the
/// band if they do not overlap, so that there are few carriage returns (`$`) and few gaps to write.
///
/// Source: VT330/VT340 Programmer Reference Manual, volume 2, chapter 14 (EK-VT3XX-GP-002).
struct SixelEncoder {
    private let image: IndexedImage
    /// Bit masks of the current band: `width` bytes for each palette entry.
    private var masks: [UInt8]
    private var spans: [Span] = []
    /// The first span that starts at each column; `starts` has a bit for each column with one.
    private var heads: [Int32]
    private var starts: [UInt64]

    private struct Span {
        var color: UInt8
        var start: Int32
        var end: Int32
        /// Next span with the same start.
        var next: Int32
    }

    /// Gaps of at least this many columns end a span. Writing out a shorter one (`!n?`) takes fewer bytes than
    /// selecting the colour again in another pass.
    private static let gap = 10

    private init(_ image: IndexedImage) {
        self.image = image
        masks = [UInt8](repeating: 0, count: image.palette.count * image.width)
        heads = [Int32](repeating: -1, count: image.width)
        starts = [UInt64](repeating: 0, count: (image.width + 63) / 64)
    }

    /// Encodes the given pixels as one complete sixel image (introducer to terminator).
    ///
    /// P2 = 1: undrawn pixels stay unchanged, so the last band may have fewer than six rows.
    /// - Complexity: O(pixels + colours · columns) for each band; larger images on two threads.
    static func encode(_ image: IndexedImage, columns: Range<Int>, rows: Range<Int>) -> [UInt8] {
        let bands = (rows.count + 5) / 6
        let pieces = columns.count * rows.count < 40_000 ? 1 : min(6, bands)
        let written = Slots<[UInt8]>(count: pieces)
        Crew(threads: 2).perform(pieces) { piece in
            let top = rows.lowerBound + bands * piece / pieces * 6
            let bottom = min(rows.upperBound, rows.lowerBound + bands * (piece + 1) / pieces * 6)
            var encoder = SixelEncoder(image)
            written[piece] = encoder.bands(columns: columns, rows: top..<bottom)
        }
        var out: [UInt8] = []
        out.reserveCapacity(written.values.reduce(8192) { $0 + $1.count })
        out.append(contentsOf: "\u{1B}P0;1;0q\"1;1;".utf8)
        out.appendDecimal(columns.count)
        out.append(UInt8(ascii: ";"))
        out.appendDecimal(rows.count)
        appendColors(of: image, columns: columns, rows: rows, to: &out)
        for (piece, bytes) in written.values.enumerated() {
            if piece > 0 { out.append(UInt8(ascii: "-")) }
            out.append(contentsOf: bytes)
        }
        out.append(0x1B)
        out.append(UInt8(ascii: "\\"))
        return out
    }

    private mutating func bands(columns: Range<Int>, rows: Range<Int>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(columns.count * rows.count + 256)
        for top in stride(from: rows.lowerBound, to: rows.upperBound, by: 6) {
            if top > rows.lowerBound { out.append(UInt8(ascii: "-")) }
            let used = collect(columns: columns, rows: top..<min(top + 6, rows.upperBound))
            cut(used)
            appendBand(to: &out)
        }
        return out
    }

    /// Defines the colours that occur. Each image defines its own, because some terminals forget them.
    private static func appendColors(
        of image: IndexedImage, columns: Range<Int>, rows: Range<Int>, to out: inout [UInt8]
    ) {
        var isUsed = [Bool](repeating: false, count: 256)
        image.indices.withUnsafeBufferPointer { indices in
            for y in rows {
                for x in columns { isUsed[Int(indices[y * image.width + x])] = true }
            }
        }
        for index in 0..<image.palette.count where isUsed[index] {
            let percent = image.palette.percents[index]
            out.append(UInt8(ascii: "#"))
            out.appendDecimal(index)
            out.append(contentsOf: ";2;".utf8)
            out.appendDecimal(Int(percent.x))
            out.append(UInt8(ascii: ";"))
            out.appendDecimal(Int(percent.y))
            out.append(UInt8(ascii: ";"))
            out.appendDecimal(Int(percent.z))
        }
    }

    /// The range of columns in which each colour occurs in the band; empty if none.
    private mutating func collect(columns: Range<Int>, rows: Range<Int>) -> [(color: Int, columns: Range<Int>)] {
        var first = [Int32](repeating: .max, count: image.palette.count)
        var last = [Int32](repeating: -1, count: image.palette.count)
        let width = image.width
        image.indices.withUnsafeBufferPointer { indices in
            masks.withUnsafeMutableBufferPointer { masks in
                first.withUnsafeMutableBufferPointer { first in
                    last.withUnsafeMutableBufferPointer { last in
                        for y in rows {
                            let bit = UInt8(1) << UInt8(truncatingIfNeeded: y - rows.lowerBound)
                            let line = y * width + columns.lowerBound
                            for x in 0..<columns.count {
                                let color = Int(indices[line + x])
                                masks[color * width + x] |= bit
                                let column = Int32(truncatingIfNeeded: x)
                                if column < first[color] { first[color] = column }
                                if column > last[color] { last[color] = column }
                            }
                        }
                    }
                }
            }
        }
        return first.indices.compactMap { color in
            last[color] < 0 ? nil : (color, Int(first[color])..<Int(last[color]) + 1)
        }
    }

    /// Cuts the columns of each colour into spans and indexes them by start column.
    private mutating func cut(_ used: [(color: Int, columns: Range<Int>)]) {
        spans.removeAll(keepingCapacity: true)
        for (color, columns) in used {
            let base = color * image.width
            var x = columns.lowerBound
            while x < columns.upperBound {
                var end = x + 1
                var next = end
                // `next` is the first drawn column after `end`; a wide gap ends the span.
                while true {
                    next = nextDrawn(from: base + end, to: base + columns.upperBound) - base
                    guard next < columns.upperBound, next - end < SixelEncoder.gap else { break }
                    end = next + 1
                }
                file(Span(color: UInt8(truncatingIfNeeded: color), start: Int32(x), end: Int32(end), next: -1))
                x = next
            }
        }
    }

    /// The first non-empty mask at or after `start`, or `end`.
    @inline(__always)
    private func nextDrawn(from start: Int, to end: Int) -> Int {
        masks.withUnsafeBytes { masks in
            var x = start
            while x + 8 <= end {
                let eight = UInt64(littleEndian: masks.loadUnaligned(fromByteOffset: x, as: UInt64.self))
                if eight != 0 { return x + (eight.trailingZeroBitCount >> 3) }
                x += 8
            }
            while x < end, masks[x] == 0 { x += 1 }
            return x
        }
    }

    private mutating func file(_ span: Span) {
        let start = Int(span.start)
        var span = span
        span.next = heads[start]
        heads[start] = Int32(truncatingIfNeeded: spans.count)
        starts[start >> 6] |= 1 << UInt64(start & 63)
        spans.append(span)
    }

    /// Removes and returns the first span that starts at or after a column, if any.
    private mutating func take(from column: Int) -> Span? {
        guard column < image.width else { return nil }
        var word = column >> 6
        var bits = starts[word] & (~0 << UInt64(column & 63))
        while bits == 0 {
            word += 1
            guard word < starts.count else { return nil }
            bits = starts[word]
        }
        let start = word << 6 + bits.trailingZeroBitCount
        let span = spans[Int(heads[start])]
        heads[start] = span.next
        if span.next < 0 { starts[word] &= ~(1 << UInt64(start & 63)) }
        return span
    }

    /// Writes all spans of the band and clears their masks.
    private mutating func appendBand(to out: inout [UInt8]) {
        var left = spans.count
        var current = -1
        while left > 0 {
            var x = 0
            while let span = take(from: x) {
                left -= 1
                let start = Int(span.start)
                if Int(span.color) != current {
                    current = Int(span.color)
                    out.append(UInt8(ascii: "#"))
                    out.appendDecimal(current)
                }
                SixelEncoder.appendRun(of: 0, count: start - x, to: &out)
                append(span, to: &out)
                x = Int(span.end)
            }
            if left > 0 { out.append(UInt8(ascii: "$")) }
        }
    }

    private mutating func append(_ span: Span, to out: inout [UInt8]) {
        let base = Int(span.color) * image.width
        masks.withUnsafeMutableBufferPointer { masks in
            var x = base + Int(span.start)
            let end = base + Int(span.end)
            while x < end {
                let mask = masks[x]
                masks[x] = 0
                var next = x + 1
                while next < end, masks[next] == mask {
                    masks[next] = 0
                    next += 1
                }
                SixelEncoder.appendRun(of: mask, count: next - x, to: &out)
                x = next
            }
        }
    }

    private static func appendRun(of mask: UInt8, count: Int, to out: inout [UInt8]) {
        let character = mask + UInt8(ascii: "?")
        if count > 3 {
            out.append(UInt8(ascii: "!"))
            out.appendDecimal(count)
            out.append(character)
        } else {
            for _ in 0..<count { out.append(character) }
        }
    }
}
