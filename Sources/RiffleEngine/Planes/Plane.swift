internal import RiffleImage

/// One number for each pixel: row-major, `width × height` floats, no padding.
///
/// A class with bare memory, because several threads write different rows of one plane. Whoever makes one writes all of it
/// before anyone reads. The memory goes with the last reference: keep the plane in a variable that outlives its pointers.
final class Plane: @unchecked Sendable {
    let width: Int
    let height: Int
    let values: UnsafeMutablePointer<Float>

    var count: Int { width * height }

    /// The values are undefined until written.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        values = .allocate(capacity: width * height)
    }

    convenience init(width: Int, height: Int, fill: Float) {
        self.init(width: width, height: height)
        values.update(repeating: fill, count: count)
    }

    /// A plane like another in size, with the value that `body` gives for each (x, y).
    convenience init(like other: Plane, crew: Crew = .alone, _ body: @Sendable (Int, Int) -> Float) {
        self.init(width: other.width, height: other.height, crew: crew, body)
    }

    convenience init(width: Int, height: Int, crew: Crew = .alone, _ body: @Sendable (Int, Int) -> Float) {
        self.init(width: width, height: height)
        crew.rows(height) { y in
            let row = row(y)
            for x in 0..<width { row[x] = body(x, y) }
        }
    }

    deinit { values.deallocate() }

    @inline(__always)
    func row(_ y: Int) -> UnsafeMutablePointer<Float> { values + y * width }

    @inline(__always)
    subscript(x: Int, y: Int) -> Float {
        get { values[y * width + x] }
        set { values[y * width + x] = newValue }
    }

    func copy() -> Plane {
        let copy = Plane(width: width, height: height)
        copy.values.update(from: values, count: count)
        return copy
    }

    /// A new plane of `body` of each value.
    @inline(__always)
    func map(_ body: (Float) -> Float) -> Plane {
        let result = Plane(width: width, height: height)
        for i in 0..<count { result.values[i] = body(values[i]) }
        return result
    }

    /// A new plane of `body` of each pair of values; the planes are equally large.
    @inline(__always)
    func with(_ other: Plane, _ body: (Float, Float) -> Float) -> Plane {
        let result = Plane(width: width, height: height)
        for i in 0..<count { result.values[i] = body(values[i], other.values[i]) }
        return result
    }

    /// Replaces each value by `body` of it and its index.
    @inline(__always)
    func update(_ body: (Float, Int) -> Float) {
        for i in 0..<count { values[i] = body(values[i], i) }
    }

    static func + (a: Plane, b: Plane) -> Plane { a.with(b) { $0 + $1 } }
    static func - (a: Plane, b: Plane) -> Plane { a.with(b) { $0 - $1 } }
    static func * (a: Plane, b: Plane) -> Plane { a.with(b) { $0 * $1 } }
    static func * (a: Plane, b: Float) -> Plane { a.map { $0 * b } }

    /// The value at a point, linear between pixels; points outside count as the nearest inside. (0, 0) is the middle of the
    /// first pixel.
    @inline(__always)
    func sample(_ x: Float, _ y: Float) -> Float {
        Neighbors(x, y, width: width, height: height).value(of: values)
    }

    /// The same plane at another size: averaged where it shrinks, linear between pixels where it grows.
    func resized(width newWidth: Int, height newHeight: Int) -> Plane {
        if newWidth == width, newHeight == height { return copy() }
        // Averaging by halves first keeps the linear step from skipping pixels.
        var source = self
        while source.width >= 2 * newWidth, source.height >= 2 * newHeight { source = source.halved() }
        let result = Plane(width: newWidth, height: newHeight)
        let (kx, ky) = (Float(source.width) / Float(newWidth), Float(source.height) / Float(newHeight))
        let columns = (0..<newWidth).map { x -> (left: Int32, right: Int32, across: Float) in
            let place = min(max((Float(x) + 0.5) * kx - 0.5, 0), Float(source.width - 1))
            let left = Int(place)
            return (Int32(left), Int32(min(left + 1, source.width - 1)), place - Float(left))
        }
        columns.withUnsafeBufferPointer { columns in
            for y in 0..<newHeight {
                let place = min(max((Float(y) + 0.5) * ky - 0.5, 0), Float(source.height - 1))
                let top = Int(place)
                let down = place - Float(top)
                let (upper, lower) = (source.row(top), source.row(min(top + 1, source.height - 1)))
                let row = result.row(y)
                for x in 0..<newWidth {
                    let (left, right, across) = (Int(columns[x].left), Int(columns[x].right), columns[x].across)
                    row[x] =
                        (upper[left] * (1 - across) + upper[right] * across) * (1 - down)
                        + (lower[left] * (1 - across) + lower[right] * across) * down
                }
            }
        }
        return result
    }

    private func halved() -> Plane {
        let result = Plane(width: width / 2, height: height / 2)
        for y in 0..<result.height {
            let (upper, lower, out) = (row(2 * y), row(2 * y + 1), result.row(y))
            for x in 0..<result.width {
                out[x] = (upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1]) * 0.25
            }
        }
        return result
    }
}

extension Crew {
    /// The calling thread by itself.
    static let alone = Crew(threads: 1)
    var alone: Crew { Crew(threads: 1, halted: halted) }

    /// Runs `body` once for each row, in bands that threads share out.
    @inline(__always)
    func rows(_ height: Int, _ body: @Sendable (Int) -> Void) {
        if threads == 1 {
            for y in 0..<height { body(y) }
            return
        }
        let bands = min(height, threads * 4)
        perform(bands) { band in
            for y in band * height / bands..<(band + 1) * height / bands { body(y) }
        }
    }
}
