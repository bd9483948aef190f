#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The sRGB transfer curve and its tables.
///
/// Source: IEC 61966-2-1; the break at 0.04045 as in CSS Color 4, section 10.2.
enum StandardRGB {
    /// Linear light, 0…1, of an sRGB value, 0…1.
    static func light(_ value: Double) -> Double {
        value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

    static func exponential(_ value: Double) -> Double { exp(value) }

    /// A table that maps `entries` evenly spaced numbers from 0 to 1 to the nearest sRGB value.
    ///
    /// - Parameter number: an increasing function from linear light (0…1) to the table's index (0…1).
    /// - Complexity: 255 calls of `number`, then a fill; calling it for each entry would take milliseconds.
    static func codes(entries: Int, number: (_ light: Double) -> Double) -> [UInt8] {
        var codes = [UInt8](repeating: 255, count: entries)
        var next = 0
        for code in 0..<255 {
            // The midpoint between this value and the next.
            let border = number(light((Double(code) + 0.5) / 255)) * Double(entries - 1)
            let end = min(entries, max(next, Int(border.rounded(.up))))
            for i in next..<end { codes[i] = UInt8(code) }
            next = end
        }
        return codes
    }
}
