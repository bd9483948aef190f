/// The kernels of CKernels in optimised Swift: raw pointers, wrapping arithmetic, SIMD types. A kernel that is not
/// clearly faster than its version here is unnecessary.
enum PlainKernels {
    typealias Bytes = UnsafePointer<UInt8>

    static func patchDistance(_ a: Bytes, _ b: Bytes, _ stride: Int) -> UInt32 {
        var sum: Int32 = 0
        for row in 0..<7 {
            let (p, q) = (a + row * stride, b + row * stride)
            for i in 0..<28 { sum &+= abs(Int32(p[i]) &- Int32(q[i])) }
        }
        return UInt32(sum)
    }

    static func patchDistance(_ a: Bytes, _ b: Bytes, _ stride: Int, below limit: UInt32) -> UInt32 {
        func rowDistance(_ row: Int) -> Int32 {
            let (p, q) = (a + row * stride, b + row * stride)
            var sum: Int32 = 0
            for i in 0..<28 { sum &+= abs(Int32(p[i]) &- Int32(q[i])) }
            return sum
        }
        let some = rowDistance(0) &+ rowDistance(3) &+ rowDistance(6)
        if UInt32(some) >= limit { return UInt32(some) }
        return UInt32(some &+ rowDistance(1) &+ rowDistance(2) &+ rowDistance(4) &+ rowDistance(5))
    }

    /// Sums of seven covering columns slide along the row, as in the kernel.
    static func voteSpan(
        _ source: Bytes, _ field: UnsafePointer<UInt32>, _ side: Int, _ y: Int, _ first: Int, _ end: Int,
        _ out: UnsafeMutablePointer<UInt8>
    ) {
        let anchors = side - 6
        let (top, bottom) = (max(0, y - 6), min(y, anchors - 1))
        var (s0, s1, s2, s3) = (SIMD8<UInt16>(), SIMD8<UInt16>(), SIMD8<UInt16>(), SIMD8<UInt16>())
        for x in first - 6..<end {
            if x >= 0, x < anchors {
                for r in top...bottom {
                    let from = field[r * side + x]
                    let p = UnsafeRawPointer(
                        source + (Int(from >> 16) + y - r) * side * 4 + Int(from & 0xFFFF) * 4)
                    s0 &+= SIMD8(truncatingIfNeeded: p.loadUnaligned(as: SIMD8<UInt8>.self))
                    s1 &+= SIMD8(truncatingIfNeeded: p.loadUnaligned(fromByteOffset: 8, as: SIMD8<UInt8>.self))
                    s2 &+= SIMD8(truncatingIfNeeded: p.loadUnaligned(fromByteOffset: 16, as: SIMD8<UInt8>.self))
                    let last = p.loadUnaligned(fromByteOffset: 24, as: SIMD4<UInt8>.self)
                    s3 &+= SIMD8(lowHalf: SIMD4(truncatingIfNeeded: last), highHalf: .zero)
                }
            }
            if x >= first {
                let columns = min(x, anchors - 1) - max(0, x - 6) + 1
                let share = UInt32((bottom - top + 1) * columns)
                let reciprocal = UInt64((1 << 24) / share + 1)
                for c in 0..<4 {
                    let sum = UInt64(UInt32(s0[c]) + share / 2)
                    out[4 * x + c] = UInt8(truncatingIfNeeded: (sum &* reciprocal) >> 24)
                }
            }
            s0 = SIMD8(lowHalf: s0.highHalf, highHalf: s1.lowHalf)
            s1 = SIMD8(lowHalf: s1.highHalf, highHalf: s2.lowHalf)
            s2 = SIMD8(lowHalf: s2.highHalf, highHalf: s3.lowHalf)
            s3 = SIMD8(lowHalf: s3.highHalf, highHalf: .zero)
        }
    }

    static func patchDots(
        _ query: UnsafePointer<Float>, _ transposed: UnsafePointer<Float>, _ dimensions: Int, _ keys: Int,
        _ out: UnsafeMutablePointer<Float>
    ) {
        for k in stride(from: 0, to: keys, by: 16) {
            var sums = SIMD16<Float>()
            for i in 0..<dimensions {
                let row = UnsafeRawPointer(transposed + i * keys + k).loadUnaligned(as: SIMD16<Float>.self)
                sums += row * query[i]
            }
            UnsafeMutableRawPointer(out + k).storeBytes(of: sums, as: SIMD16<Float>.self)
        }
    }
}
