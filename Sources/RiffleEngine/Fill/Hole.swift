/// The part of a picture that is to be made up, at one size.
final class Hole: Sendable {
    let side: Int
    /// `side * side` bytes, row-major: 255 in the hole, else 0.
    let pixels: [UInt8]
    /// Rows of pixels that have a part of the hole; empty where there is none.
    let rows: Range<Int>
    /// For each anchor, at `y * side + x`: not 0 where its patch touches the hole. Such patches are what is searched for,
    /// and what nothing may be taken from.
    let touching: [UInt8]

    init(side: Int, pixels: [UInt8]) {
        self.side = side
        self.pixels = pixels
        let marked = (0..<side).filter { y in pixels[y * side..<(y + 1) * side].contains { $0 != 0 } }
        let rows = marked.isEmpty ? 0..<0 : marked[0]..<(marked.last! + 1)
        self.rows = rows
        var across = [UInt8](repeating: 0, count: side * side)
        var touching = across
        let anchors = max(0, side - (PatchField.patch - 1))
        pixels.withUnsafeBufferPointer { pixels in
            for y in rows {
                for x in 0..<anchors {
                    var any: UInt8 = 0
                    for c in 0..<PatchField.patch { any |= pixels[y * side + x + c] }
                    across[y * side + x] = any
                }
            }
        }
        for y in max(0, rows.lowerBound - (PatchField.patch - 1))..<max(0, min(anchors, rows.upperBound)) {
            for r in 0..<PatchField.patch {
                for x in 0..<anchors { touching[y * side + x] |= across[(y + r) * side + x] }
            }
        }
        self.touching = touching
    }

    /// True where a picture is fully transparent all over the hole.
    func isClear(in picture: Raster) -> Bool {
        !pixels.indices.contains { pixels[$0] != 0 && picture.pixels[4 * $0 + 3] != 0 }
    }

    var isEmpty: Bool { rows.isEmpty }
    var anchors: Int { side - (PatchField.patch - 1) }

    /// Anchors whose patch touches the hole, in reading order, packed as in a `PatchField`.
    func anchors(touching wanted: Bool) -> [UInt32] {
        var found: [UInt32] = []
        for y in 0..<anchors {
            for x in 0..<anchors where (touching[y * side + x] != 0) == wanted {
                found.append(PatchField.pack(row: y, column: x))
            }
        }
        return found
    }

    /// The hole at a smaller size: pixels of which at least a quarter lies in it.
    /// - Complexity: O(side²).
    func scaled(to newSide: Int) -> Hole {
        if newSide == side { return self }
        let raster = Raster(side: side)
        for i in 0..<side * side { for c in 0..<4 { raster.pixels[4 * i + c] = pixels[i] } }
        let small = raster.scaled(to: newSide)
        return Hole(side: newSide, pixels: (0..<newSide * newSide).map { small.pixels[4 * $0] >= 64 ? 255 : 0 })
    }

    /// Distance of the hole's innermost pixel to what is known, in steps to one of the eight neighbours; the picture's rim
    /// is not known.
    /// - Complexity: O(side²), two passes.
    var radius: Int { steps.max() ?? 0 }

    /// For each pixel its distance to the nearest known one, 0 outside the hole; `side` where nothing is known.
    var steps: [Int] {
        var steps = pixels.map { $0 == 0 ? 0 : side }
        func visit(_ x: Int, _ y: Int, _ neighbors: [(Int, Int)]) {
            let i = y * side + x
            if steps[i] == 0 { return }
            for (dx, dy) in neighbors where (0..<side).contains(x + dx) && (0..<side).contains(y + dy) {
                steps[i] = min(steps[i], steps[i + dy * side + dx] + 1)
            }
        }
        for y in rows { for x in 0..<side { visit(x, y, [(-1, 0), (-1, -1), (0, -1), (1, -1)]) } }
        for y in rows.reversed() { for x in (0..<side).reversed() { visit(x, y, [(1, 0), (1, 1), (0, 1), (-1, 1)]) } }
        return steps
    }
}
