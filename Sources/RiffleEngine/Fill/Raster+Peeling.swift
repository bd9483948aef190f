extension Raster {
    /// A copy whose hole is filled smoothly from its rim inwards: each layer is the mean of the neighbours it touches.
    ///
    /// What lay in the hole leaves no trace, so that no smaller size of the picture shows it. Where nothing is known the
    /// picture comes out transparent.
    /// - Complexity: O(side² + pixels of the hole).
    func peeled(_ hole: Hole) -> Raster {
        let result = copy()
        // 0 known, 1 to do, 2 in the layer being filled.
        var state = hole.pixels.map { $0 == 0 ? UInt8(0) : 1 }
        func neighbors(of i: Int) -> [Int] {
            let (x, y) = (i % side, i / side)
            var found: [Int] = []
            for ny in max(0, y - 1)...min(side - 1, y + 1) {
                for nx in max(0, x - 1)...min(side - 1, x + 1) where nx != x || ny != y { found.append(ny * side + nx) }
            }
            return found
        }
        var layer = state.indices.filter { i in state[i] == 1 && neighbors(of: i).contains { state[$0] == 0 } }
        while !layer.isEmpty {
            for i in layer { state[i] = 2 }
            for i in layer {
                var (sum, known) = (SIMD4<Int32>(), Int32(0))
                for n in neighbors(of: i) where state[n] == 0 {
                    for c in 0..<4 { sum[c] += Int32(result.pixels[4 * n + c]) }
                    known += 1
                }
                for c in 0..<4 { result.pixels[4 * i + c] = UInt8((sum[c] + known / 2) / known) }
            }
            var next: [Int] = []
            for i in layer { state[i] = 0 }
            for i in layer {
                for n in neighbors(of: i) where state[n] == 1 {
                    state[n] = 2
                    next.append(n)
                }
            }
            for i in next { state[i] = 1 }
            layer = next
        }
        for i in state.indices where state[i] == 1 { for c in 0..<4 { result.pixels[4 * i + c] = 0 } }
        return result
    }
}
