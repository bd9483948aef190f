/// The part of a picture that is to be filled, at one size.
final class Hole: Sendable {
    let side: Int
    /// `side * side` bytes, row-major: 255 in the hole, otherwise 0.
    let pixels: [UInt8]
    /// Rows of pixels that contain the hole; empty if there is none.
    let rows: Range<Int>
    /// For each anchor, at `y * side + x`: not 0 if its patch overlaps the hole. Such patches are queries, and never
    /// sources.
    let touching: [UInt8]
    /// Pixels outside the hole that must not be used as sources either, 255 or 0 as in `pixels`; nil: none.
    let barred: [UInt8]?
    /// For each anchor, as in `touching`: not 0 if it must not be used as a source.
    private let forbidden: [UInt8]

    init(side: Int, pixels: [UInt8], barred: [UInt8]? = nil) {
        self.side = side
        self.pixels = pixels
        self.barred = barred
        touching = Hole.touching(pixels, side: side)
        forbidden = barred.map { Hole.touching(zip(pixels, $0).map { $0 | $1 }, side: side) } ?? touching
        let marked = (0..<side).filter { y in pixels[y * side..<(y + 1) * side].contains { $0 != 0 } }
        rows = marked.isEmpty ? 0..<0 : marked[0]..<(marked.last! + 1)
    }

    /// For each anchor, whether its patch overlaps the given pixels.
    private static func touching(_ pixels: [UInt8], side: Int) -> [UInt8] {
        let marked = (0..<side).filter { y in pixels[y * side..<(y + 1) * side].contains { $0 != 0 } }
        let rows = marked.isEmpty ? 0..<0 : marked[0]..<(marked.last! + 1)
        var across = [UInt8](repeating: 0, count: side * side)
        var touching = across
        let anchors = max(0, side - Patch.margin)
        pixels.withUnsafeBufferPointer { pixels in
            for y in rows {
                for x in 0..<anchors {
                    var any: UInt8 = 0
                    for c in 0..<Patch.side { any |= pixels[y * side + x + c] }
                    across[y * side + x] = any
                }
            }
        }
        for y in max(0, rows.lowerBound - Patch.margin)..<max(0, min(anchors, rows.upperBound)) {
            for r in 0..<Patch.side {
                for x in 0..<anchors { touching[y * side + x] |= across[(y + r) * side + x] }
            }
        }
        return touching
    }

    /// Whether a picture is fully transparent in the whole hole.
    func isClear(in picture: Raster) -> Bool {
        !pixels.indices.contains { pixels[$0] != 0 && picture.pixels[4 * $0 + 3] != 0 }
    }

    var isEmpty: Bool { rows.isEmpty }
    /// Anchors per side; 0 if the picture is smaller than a patch.
    var anchors: Int { max(0, side - Patch.margin) }

    @inline(__always)
    func touches(_ anchor: Cell) -> Bool { touching[anchor.row * side + anchor.column] != 0 }

    /// Whether an anchor must not be used as a source.
    @inline(__always)
    func forbids(_ anchor: Cell) -> Bool { forbidden[anchor.row * side + anchor.column] != 0 }

    /// Anchors that can be used as sources, in reading order.
    var sources: [Cell] {
        (0..<anchors).flatMap { y in
            (0..<anchors).compactMap { x in
                forbidden[y * side + x] == 0 ? Cell(row: y, column: x) : nil
            }
        }
    }

    /// Anchors whose patch overlaps the hole, or does not, in reading order.
    func anchors(touching wanted: Bool) -> [Cell] {
        var found: [Cell] = []
        for y in 0..<anchors {
            for x in 0..<anchors where (touching[y * side + x] != 0) == wanted {
                found.append(Cell(row: y, column: x))
            }
        }
        return found
    }

    /// The hole at a smaller size: pixels that are at least a quarter inside it.
    /// - Complexity: O(side²).
    func scaled(to newSide: Int) -> Hole {
        if newSide == side { return self }
        func scaled(_ pixels: [UInt8]) -> [UInt8] {
            let raster = Raster(side: side)
            for i in 0..<side * side { for c in 0..<4 { raster.pixels[4 * i + c] = pixels[i] } }
            let small = raster.scaled(to: newSide)
            return (0..<newSide * newSide).map { small.pixels[4 * $0] >= 64 ? 255 : 0 }
        }
        return Hole(side: newSide, pixels: scaled(pixels), barred: barred.map(scaled))
    }

    /// The distance of each pixel to the nearest known one, in steps to one of eight neighbours, at `y * side + x`.
    /// Pixels outside the picture are not known. `side` if nothing is known.
    /// - Complexity: O(side²), two passes.
    var steps: [Int32] {
        let wide = side + 2
        let far = Int32(side)
        var steps = [Int32](repeating: far, count: wide * wide)
        for y in 0..<side {
            for x in 0..<side where pixels[y * side + x] == 0 { steps[(y + 1) * wide + x + 1] = 0 }
        }
        steps.withUnsafeMutableBufferPointer { steps in
            for y in rows {
                for i in (y + 1) * wide + 1...(y + 1) * wide + side where steps[i] != 0 {
                    let above = min(steps[i - wide - 1], steps[i - wide], steps[i - wide + 1])
                    steps[i] = min(steps[i], min(steps[i - 1], above) + 1)
                }
            }
            for y in rows.reversed() {
                for i in ((y + 1) * wide + 1...(y + 1) * wide + side).reversed() where steps[i] != 0 {
                    let below = min(steps[i + wide - 1], steps[i + wide], steps[i + wide + 1])
                    steps[i] = min(steps[i], min(steps[i + 1], below) + 1)
                }
            }
        }
        return (0..<side * side).map { steps[($0 / side + 1) * wide + $0 % side + 1] }
    }

    /// The distance of the innermost pixel.
    var radius: Int { Int(steps.max() ?? 0) }
}
