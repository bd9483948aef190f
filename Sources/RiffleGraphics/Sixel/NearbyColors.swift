/// The palette entries that were drawn in the last few columns of a band, at most 24.
///
/// Kept by channel in memory that it borrows, so that four of them are compared at a time.
struct NearbyColors {
    /// Columns that an entry stays in the list without being drawn.
    private static let reach: Int32 = 2
    /// Six rows of this column and of each of those within reach, and room to write past them.
    private static let room = 28
    static let byteCount = room * 6 * MemoryLayout<Float>.stride

    private let reds: UnsafeMutablePointer<Float>
    private let greens: UnsafeMutablePointer<Float>
    private let blues: UnsafeMutablePointer<Float>
    /// What drawing each takes, as squared distance; beyond `count` more than any distance.
    private let prices: UnsafeMutablePointer<Float>
    private let indices: UnsafeMutablePointer<Int32>
    /// Step at which each was last drawn.
    private let steps: UnsafeMutablePointer<Int32>
    private var count = 0

    /// - Parameter scratch: `byteCount` bytes aligned to 16.
    init(in scratch: UnsafeMutableRawBufferPointer) {
        let room = NearbyColors.room
        let floats = scratch.bindMemory(to: Float.self).baseAddress!
        floats.initialize(repeating: .greatestFiniteMagnitude, count: room * 6)
        (reds, greens, blues, prices) = (floats, floats + room, floats + 2 * room, floats + 3 * room)
        reds.update(repeating: 0, count: 3 * room)
        indices = UnsafeMutableRawPointer(floats + 4 * room).bindMemory(to: Int32.self, capacity: room)
        steps = UnsafeMutableRawPointer(floats + 5 * room).bindMemory(to: Int32.self, capacity: room)
    }

    /// Begins a column: drops what is out of reach, and prices the others by how long they were not drawn.
    @inline(__always)
    mutating func advance(to step: Int32, prices byGap: UnsafePointer<Float>) {
        var kept = 0
        for k in 0..<count {
            let gap = step &- steps[k]
            guard gap <= NearbyColors.reach else { continue }
            reds[kept] = reds[k]
            greens[kept] = greens[k]
            blues[kept] = blues[k]
            indices[kept] = indices[k]
            steps[kept] = steps[k]
            prices[kept] = byGap[Int(gap)]
            kept += 1
        }
        for k in kept..<max(kept, count) { prices[k] = .greatestFiniteMagnitude }
        count = kept
    }

    /// The entry that is cheapest for a colour: one of the list, or `nearest` at its price, which then
    /// joins the list. The chosen one costs `drawnPrice` for the rest of the column.
    @inline(__always)
    mutating func choose(
        _ wanted: SIMD4<Float>, or nearest: Int, shown: SIMD4<Float>, price: Float, drawnPrice: Float, step: Int32
    ) -> Int {
        let difference = shown - wanted
        // The order of positive floats is that of their bits, the lowest of which can carry the place.
        let place = Int32(31)
        let least = (((difference * difference).sum() + price).bitPattern & ~31) | UInt32(bitPattern: place)
        var best = SIMD4<Int32>(repeating: Int32(bitPattern: least))
        let red = SIMD4<Float>(repeating: wanted.x)
        let green = SIMD4<Float>(repeating: wanted.y)
        let blue = SIMD4<Float>(repeating: wanted.z)
        var places: SIMD4<Int32> = [0, 1, 2, 3]
        var k = 0
        while k < count {
            let r = UnsafeRawPointer(reds + k).loadUnaligned(as: SIMD4<Float>.self) - red
            let g = UnsafeRawPointer(greens + k).loadUnaligned(as: SIMD4<Float>.self) - green
            let b = UnsafeRawPointer(blues + k).loadUnaligned(as: SIMD4<Float>.self) - blue
            let p = UnsafeRawPointer(prices + k).loadUnaligned(as: SIMD4<Float>.self)
            let cost = unsafeBitCast(r * r + g * g + b * b + p, to: SIMD4<Int32>.self)
            let key = (cost & ~31) | places
            best.replace(with: key, where: key .< best)
            places &+= 4
            k += 4
        }
        let winner = min(min(best.x, best.y), min(best.z, best.w)) & 31
        if winner == place {
            reds[count] = shown.x
            greens[count] = shown.y
            blues[count] = shown.z
            indices[count] = Int32(truncatingIfNeeded: nearest)
            steps[count] = step
            prices[count] = drawnPrice
            count += 1
            return nearest
        }
        steps[Int(winner)] = step
        prices[Int(winner)] = drawnPrice
        return Int(indices[Int(winner)])
    }
}
