/// The four pixels around a point, and the point between them; points outside count as the nearest inside. (0, 0) is the
/// middle of the first pixel.
struct Neighbors {
    private let upper: Int
    private let lower: Int
    /// From a pixel on the left to the one on the right.
    private let step: Int
    private let across: Float
    private let down: Float

    @inline(__always)
    init(_ x: Float, _ y: Float, width: Int, height: Int) {
        let cx = min(max(x, 0), Float(width - 1))
        let cy = min(max(y, 0), Float(height - 1))
        let (left, top) = (Int(cx), Int(cy))
        (across, down) = (cx - Float(left), cy - Float(top))
        upper = top * width + left
        lower = min(top + 1, height - 1) * width + left
        step = left + 1 < width ? 1 : 0
    }

    /// The value at the point, linear between pixels.
    @inline(__always)
    func value(of values: UnsafeMutablePointer<Float>) -> Float {
        (values[upper] * (1 - across) + values[upper + step] * across) * (1 - down)
            + (values[lower] * (1 - across) + values[lower + step] * across) * down
    }

    @inline(__always)
    func value(of values: UnsafeMutablePointer<SIMD4<Float>>) -> SIMD4<Float> {
        (values[upper] * (1 - across) + values[upper + step] * across) * (1 - down)
            + (values[lower] * (1 - across) + values[lower + step] * across) * down
    }
}
