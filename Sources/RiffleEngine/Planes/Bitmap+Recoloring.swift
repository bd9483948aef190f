internal import RiffleImage

extension Bitmap {
    /// Each pixel's colour replaced by what `map` makes of it; alpha stays, and so does the colour of what is clear.
    ///
    /// - Returns: nil when halted.
    /// - Complexity: O(pixels), with one call of `map` for each colour where there are few.
    func recolored(
        crew: Crew, halted: @Sendable () -> Bool, _ map: @Sendable (Lab) -> Lab
    ) -> Bitmap? {
        var result = self
        let width = width
        let bands = (height + 15) / 16
        result.withMutablePixels { pixels in
            let target = MutablePointer(pixels.baseAddress!)
            let bytes = pixels.count
            crew.perform(bands) { band in
                if halted() { return }
                var memory = ColorMemory()
                let start = band * 16 * width * 4
                for i in stride(from: start, to: min(bytes, start + 16 * width * 4), by: 4) {
                    let p = target.address + i
                    if p[3] == 0 { continue }
                    let (r, g, b) = memory.value(p[0], p[1], p[2]) {
                        let light = map(Lab(red: p[0], green: p[1], blue: p[2])).linear
                        return (SRGB.byte(light.r), SRGB.byte(light.g), SRGB.byte(light.b))
                    }
                    (p[0], p[1], p[2]) = (r, g, b)
                }
            }
        }
        return halted() ? nil : result
    }
}

/// What was made of the colours met last.
private struct ColorMemory {
    private var keys = [UInt32](repeating: .max, count: 1024)
    private var values = [UInt32](repeating: 0, count: 1024)

    @inline(__always)
    mutating func value(
        _ red: UInt8, _ green: UInt8, _ blue: UInt8, _ make: () -> (UInt8, UInt8, UInt8)
    ) -> (UInt8, UInt8, UInt8) {
        let key = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
        let place = Int((key &* 0x9E37_79B1) >> 22)
        if keys[place] != key {
            let made = make()
            keys[place] = key
            values[place] = UInt32(made.0) << 16 | UInt32(made.1) << 8 | UInt32(made.2)
        }
        let value = values[place]
        return (UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
    }
}
