import RiffleUI

/// One frame as bytes, to be sent in one piece where the terminal takes it; with the places where a
/// slow terminal's pictures can be left out.
struct FrameBytes: Equatable {
    /// A piece that draws some cells of a picture and nothing else.
    struct Slice: Equatable {
        var range: Range<Int>
        var rect: Rect
    }

    private(set) var bytes: [UInt8] = []
    /// In order, not overlapping.
    private(set) var slices: [Slice] = []

    init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ more: [UInt8]) {
        bytes += more
    }

    mutating func append(_ slice: [UInt8], drawing rect: Rect) {
        slices.append(Slice(range: bytes.count..<bytes.count + slice.count, rect: rect))
        bytes += slice
    }

    mutating func append(_ other: FrameBytes) {
        let start = bytes.count
        bytes += other.bytes
        slices += other.slices.map { slice in
            Slice(range: slice.range.lowerBound + start..<slice.range.upperBound + start, rect: slice.rect)
        }
    }

    /// Leaves out the first `count` bytes, which have been sent, and all slices that have not begun.
    ///
    /// - Returns: the cells that were not drawn for it.
    mutating func leaveOutSlices(after count: Int) -> [Rect] {
        let left = slices.filter { $0.range.lowerBound >= count }
        var rest: [UInt8] = []
        var position = count
        for slice in left {
            rest += bytes[position..<slice.range.lowerBound]
            position = slice.range.upperBound
        }
        rest += bytes[position...]
        bytes = rest
        slices = []
        return left.map(\.rect)
    }
}
