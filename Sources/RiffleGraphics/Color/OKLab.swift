import RiffleImage

/// A colour in OKLab: lightness 0…1 and two opponent axes of about -0.4…0.4. Equal distances look equally different.
///
/// Source: Björn Ottosson, "A perceptual color space for image processing", 2020
/// (bottosson.github.io/posts/oklab), matrices of the 2021 revision.
struct OKLab {
    /// Lightness, green-red, blue-yellow, and an unused zero.
    var components: SIMD4<Float>

    init(red: UInt8, green: UInt8, blue: UInt8) {
        let r = OKLab.linear[Int(red)]
        let g = OKLab.linear[Int(green)]
        let b = OKLab.linear[Int(blue)]
        let l = root(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b, degree: 3)
        let m = root(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b, degree: 3)
        let s = root(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b, degree: 3)
        components = [
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
            0,
        ]
    }

    /// Linear light 0…1 of each 8-bit sRGB value. Source: IEC 61966-2-1.
    static let linear: [Float] = (0..<256).map { value in
        let v = Float(value) / 255
        if v <= 0.04045 { return v / 12.92 }
        let base = (v + 0.055) / 1.055
        // x^2.4 = x² · (x²)^(1/5)
        return base * base * root(base * base, degree: 5)
    }
}

/// The positive n-th root of a number in 0…1, by Newton's method. The first guess divides the bit pattern.
private func root(_ value: Float, degree: Int) -> Float {
    guard value > 1e-9 else { return 0 }
    // Dividing the bit pattern divides the logarithm approximately, within a few percent (as in the fast inverse square
    // root).
    let one = Float(1).bitPattern
    var x = Float(bitPattern: one - (one - min(one, value.bitPattern)) / UInt32(degree))
    let n = Float(degree)
    for _ in 0..<4 {
        var power = x
        for _ in 0..<(degree - 2) { power *= x }
        x = ((n - 1) * x + value / power) / n
    }
    return x
}
