internal import RiffleImage

/// A colour in OKLab: lightness 0…1, green to red and blue to yellow within about ±0.4.
/// Source: B. Ottosson, "A perceptual color space for image processing", 2020.
struct Lab: Equatable {
    var l: Float
    var a: Float
    var b: Float

    init(_ l: Float, _ a: Float, _ b: Float) { (self.l, self.a, self.b) = (l, a, b) }

    /// Of a lightness, a chroma and a hue in degrees.
    init(l: Float, chroma: Float, hue: Float) {
        let (sin, cos) = Portable.sinCos(hue * 0.017_453_292_5)
        self.init(l, chroma * cos, chroma * sin)
    }

    /// Of linear light, 0…1 each.
    init(linear r: Float, _ g: Float, _ b: Float) {
        let l = Portable.cbrt(0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_99 * b)
        let m = Portable.cbrt(0.211_903_5 * r + 0.680_699_55 * g + 0.107_396_96 * b)
        let s = Portable.cbrt(0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b)
        self.init(
            0.210_454_26 * l + 0.793_617_79 * m - 0.004_072_05 * s,
            1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_71 * s,
            0.025_904_04 * l + 0.782_771_77 * m - 0.808_675_77 * s)
    }

    /// Of an sRGB colour, 0…255 each.
    init(red: UInt8, green: UInt8, blue: UInt8) {
        let light = SRGB.toLinear
        self.init(linear: light[Int(red)], light[Int(green)], light[Int(blue)])
    }

    /// Linear light, 0…1 each where the colour is one that a screen can show.
    var linear: (r: Float, g: Float, b: Float) {
        let l0 = l + 0.396_337_78 * a + 0.215_803_76 * b
        let m0 = l - 0.105_561_35 * a - 0.063_854_17 * b
        let s0 = l - 0.089_484_18 * a - 1.291_485_5 * b
        let (l3, m3, s3) = (l0 * l0 * l0, m0 * m0 * m0, s0 * s0 * s0)
        return (
            4.076_741_7 * l3 - 3.307_711_6 * m3 + 0.230_969_93 * s3,
            -1.268_438 * l3 + 2.609_757_4 * m3 - 0.341_319_4 * s3,
            -0.004_196_09 * l3 - 0.703_418_6 * m3 + 1.707_614_7 * s3
        )
    }

    var chroma: Float { (a * a + b * b).squareRoot() }
    /// Degrees, -180…180.
    var hue: Float { Portable.atan2(b, a) * 57.295_78 }

    /// Between this colour, at share 0, and another, at 1.
    func mixed(with other: Lab, share: Float) -> Lab {
        Lab(l + (other.l - l) * share, a + (other.a - a) * share, b + (other.b - b) * share)
    }

    /// With up to so many times the chroma; what is strong already changes little.
    func livelier(by factor: Float) -> Lab {
        let scale = 1 + (factor - 1) * Portable.smoothstep(0.24, 0.1, chroma)
        return Lab(l, a * scale, b * scale)
    }

    func squaredDistance(to other: Lab) -> Float {
        let (dl, da, db) = (l - other.l, a - other.a, b - other.b)
        return dl * dl + da * da + db * db
    }
}

/// The transfer curve of sRGB. Source: IEC 61966-2-1.
enum SRGB {
    /// Linear light of each byte.
    static let toLinear: [Float] = (0...255).map { SRGB.linear(Float($0) / 255) }

    static func linear(_ value: Float) -> Float {
        value <= 0.04045 ? value / 12.92 : Portable.pow((value + 0.055) / 1.055, 2.4)
    }

    static func encoded(_ light: Float) -> Float {
        light <= 0.003_130_8 ? max(light, 0) * 12.92 : 1.055 * Portable.pow(light, 1 / 2.4) - 0.055
    }

    /// The byte of linear light; light outside 0…1 counts as the nearest end. Within half a level of `encoded`.
    @inline(__always)
    static func byte(_ light: Float) -> UInt8 {
        let place = min(max(light, 0), 1).squareRoot() * Float(steps)
        let low = Int(place)
        let (a, b) = (table[low], table[min(low + 1, steps)])
        return UInt8(a + (b - a) * (place - Float(low)) + 0.5)
    }

    private static let steps = 2048
    /// Bytes, not rounded, of the squares of evenly spaced numbers: square roots spread the dark end.
    private static let table: [Float] = (0...steps).map { place in
        let root = Float(place) / Float(steps)
        return 255 * SRGB.encoded(root * root)
    }
}
