extension Raster {
    /// A copy whose hole is filled smoothly from the rim inwards: each layer of pixels is the mean of known neighbours.
    ///
    /// The old content of the hole does not leak into smaller sizes of the picture. If nothing is known, the hole
    /// becomes transparent.
    ///
    /// - Complexity: O(side² + pixels of the hole).
    func peeled(_ hole: Hole) -> Raster {
        let result = copy()
        // Padded by one pixel, so that each has eight neighbours: 0 known, 1 to do, 2 queued, 3 outside.
        let wide = side + 2
        var state = [UInt8](repeating: 3, count: wide * wide)
        for y in 0..<side {
            for x in 0..<side { state[(y + 1) * wide + x + 1] = hole.pixels[y * side + x] == 0 ? 0 : 1 }
        }
        let around = [-wide - 1, -wide, -wide + 1, -1, 1, wide - 1, wide, wide + 1]
        let shifts = [-side - 1, -side, -side + 1, -1, 1, side - 1, side, side + 1]
        var layer: [Int] = []
        for y in hole.rows {
            for x in 0..<side {
                let i = (y + 1) * wide + x + 1
                if state[i] == 1, around.contains(where: { state[i + $0] == 0 }) { layer.append(i) }
            }
        }
        state.withUnsafeMutableBufferPointer { state in
            while !layer.isEmpty {
                for i in layer { state[i] = 2 }
                for i in layer {
                    let pixel = result.pixels + 4 * ((i / wide - 1) * side + i % wide - 1)
                    var (sum, known) = (SIMD4<Int32>(), Int32(0))
                    for n in 0..<8 where state[i + around[n]] == 0 {
                        let p = UnsafeRawPointer(pixel + 4 * shifts[n])
                        sum &+= SIMD4(truncatingIfNeeded: p.loadUnaligned(as: SIMD4<UInt8>.self))
                        known += 1
                    }
                    for c in 0..<4 { pixel[c] = UInt8((sum[c] + known / 2) / known) }
                }
                for i in layer { state[i] = 0 }
                var next: [Int] = []
                for i in layer {
                    for n in around where state[i + n] == 1 {
                        state[i + n] = 2
                        next.append(i + n)
                    }
                }
                layer = next
            }
            for y in hole.rows {
                for x in 0..<side where state[(y + 1) * wide + x + 1] == 1 {
                    for c in 0..<4 { result.pixels[4 * (y * side + x) + c] = 0 }
                }
            }
        }
        return result
    }
}
