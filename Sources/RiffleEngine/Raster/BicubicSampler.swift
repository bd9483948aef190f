/// Reads a raster at fractional positions.
///
/// Source: R. Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.5, in steps of
/// 1/64 pixel. Weights in 1/4096 sum to exactly 1, so flat areas and opaque pixels stay unchanged.
struct BicubicSampler {
    private let source: Raster
    private let shares: [SIMD4<Int32>]

    private static let steps = 64
    private static let one: Int32 = 4096

    init(_ source: Raster) {
        self.source = source
        shares = (0...BicubicSampler.steps).map { step in
            let f = Double(step) / Double(BicubicSampler.steps)
            let before = Int32((((-0.5 * f + 1) * f - 0.5) * f * Double(BicubicSampler.one)).rounded())
            let next = Int32((((-1.5 * f + 2) * f + 0.5) * f * Double(BicubicSampler.one)).rounded())
            let after = Int32(((0.5 * f - 0.5) * f * f * Double(BicubicSampler.one)).rounded())
            return SIMD4(before, BicubicSampler.one - before - next - after, next, after)
        }
    }

    /// Writes the pixel at a position; integers are pixel centres. Edge pixels are repeated outside.
    func read(x: Double, y: Double, into out: UnsafeMutablePointer<UInt8>) {
        let steps = Double(BicubicSampler.steps)
        let (column, row) = (Int((x * steps).rounded(.down)), Int((y * steps).rounded(.down)))
        let (left, top) = (column >> 6, row >> 6)
        let across = shares[column & 63]
        let down = shares[row & 63]
        let last = source.side - 1
        let isInside = left >= 1 && top >= 1 && left + 2 <= last && top + 2 <= last
        var sum = SIMD4<Int32>(repeating: 1 << 17)
        for r in 0..<4 {
            let line = UnsafeRawPointer(source.row(isInside ? top - 1 + r : min(max(top - 1 + r, 0), last)))
            var rowSum = SIMD4<Int32>(repeating: 32)
            for c in 0..<4 {
                let column = isInside ? left - 1 + c : min(max(left - 1 + c, 0), last)
                let pixel = line.loadUnaligned(fromByteOffset: 4 * column, as: SIMD4<UInt8>.self)
                rowSum &+= SIMD4<Int32>(truncatingIfNeeded: pixel) &* SIMD4(repeating: across[c])
            }
            sum &+= (rowSum &>> 6) &* SIMD4(repeating: down[r])
        }
        let pixel = (sum &>> 18).clamped(
            lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255))
        out[3] = UInt8(pixel[3])
        for c in 0..<3 { out[c] = UInt8(min(pixel[c], pixel[3])) }
    }
}
