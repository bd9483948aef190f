/// Colours that sixel can express: each channel 0…100.
struct SixelPalette: Sendable, Equatable {
    /// Percent for each channel; at most 256 entries.
    private(set) var percents: [SIMD3<UInt8>] = []

    /// Adds the nearest colour that can be expressed, unless there is one like it; tells its index.
    mutating func index(ofNearest color: SIMD3<Float>) -> Int {
        func rounded(_ channel: Float) -> UInt8 { UInt8(min(100, max(0, channel * 100 / 255 + 0.5))) }
        let percent = SIMD3(rounded(color.x), rounded(color.y), rounded(color.z))
        if let index = percents.firstIndex(of: percent) { return index }
        percents.append(percent)
        return percents.count - 1
    }

    var count: Int { percents.count }

    /// What the terminal shows for an entry, each channel 0…255.
    func shown(_ index: Int) -> SIMD3<Int32> {
        // Rounded to the nearest; a terminal that rounds otherwise is off by one.
        (SIMD3<Int32>(truncatingIfNeeded: percents[index]) &* 255 &+ 50) / 100
    }

    /// The palette with its entries in another order: entry i of the result is entry `order[i]` of this.
    func reordered(_ order: [Int]) -> SixelPalette {
        var result = SixelPalette()
        result.percents = order.map { percents[$0] }
        return result
    }
}
