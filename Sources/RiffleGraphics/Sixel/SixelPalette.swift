/// A palette of sixel colours: each channel is a percentage, 0…100.
struct SixelPalette: Sendable, Equatable {
    /// At most 256 entries.
    private(set) var percents: [SIMD3<UInt8>] = []

    /// Adds the nearest expressible colour if it is new, and returns its index.
    mutating func index(ofNearest color: SIMD3<Float>) -> Int {
        func rounded(_ channel: Float) -> UInt8 { UInt8(min(100, max(0, channel * 100 / 255 + 0.5))) }
        let percent = SIMD3(rounded(color.x), rounded(color.y), rounded(color.z))
        if let index = percents.firstIndex(of: percent) { return index }
        percents.append(percent)
        return percents.count - 1
    }

    var count: Int { percents.count }

    /// The displayed colour of an entry, each channel 0…255.
    func shown(_ index: Int) -> SIMD3<Int32> {
        // Rounds to nearest; terminals that round differently are off by one.
        (SIMD3<Int32>(truncatingIfNeeded: percents[index]) &* 255 &+ 50) / 100
    }

    /// The palette in another order: entry i of the result is entry `order[i]` of this one.
    func reordered(_ order: [Int]) -> SixelPalette {
        var result = SixelPalette()
        result.percents = order.map { percents[$0] }
        return result
    }
}
