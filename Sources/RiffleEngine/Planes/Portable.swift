/// Elementary functions made of additions, products, quotients and square roots alone, so that they give the same bits on
/// every machine, which no library's do. Relative errors are below 1e-5 unless said otherwise.
///
/// Source: the polynomials of S. Moshier's Cephes library, single precision.
enum Portable {
    /// e^x; arguments outside -87…88 count as the nearest end.
    @inline(__always)
    static func exp(_ argument: Float) -> Float {
        let x = min(max(argument, -87), 88)
        let n = floor(x * 1.442_695_04)
        let r = (x - n * 0.693_359_375) + n * 2.121_944_4e-4
        var p: Float = 1.987_569_1e-4
        p = p * r + 1.398_199_9e-3
        p = p * r + 8.333_452e-3
        p = p * r + 4.166_579_6e-2
        p = p * r + 1.666_666_5e-1
        p = p * r + 0.5
        p = p * r * r + r + 1
        return p * Float(bitPattern: ((n + magic).bitPattern &- magic.bitPattern &+ 127) << 23)
    }

    /// Added to a number below 2²² and taken away again, it leaves the nearest whole one, which the last bits of the sum are.
    /// Loops with it become vectors; with `rounded`, which calls a function on processors of the first x86-64, they do not.
    private static let magic: Float = 12_582_912

    /// The whole number at or below a number within ±2²².
    @inline(__always)
    static func floor(_ x: Float) -> Float {
        let near = (x + magic) - magic
        return near > x ? near - 1 : near
    }

    /// The whole number at or above a number within ±2²².
    @inline(__always)
    static func ceil(_ x: Float) -> Float { -floor(-x) }

    /// The whole number nearest to one within ±2²²; the farther from 0 of two.
    @inline(__always)
    static func round(_ x: Float) -> Float {
        let near = (x + magic) - magic
        return x - near == 0.5 && x > 0 ? near + 1 : x - near == -0.5 && x < 0 ? near - 1 : near
    }

    /// The natural logarithm; arguments below 1e-37 count as 1e-37.
    @inline(__always)
    static func log(_ argument: Float) -> Float {
        let bits = max(argument, 1e-37).bitPattern
        var exponent = Float(Int32(bits >> 23) - 126)
        var m = Float(bitPattern: bits & 0x007F_FFFF | 0x3F00_0000)
        if m < 0.707_106_78 {
            exponent -= 1
            m += m
        }
        m -= 1
        let z = m * m
        var p: Float = 7.037_683_6e-2
        p = p * m - 1.151_461e-1
        p = p * m + 1.167_699_9e-1
        p = p * m - 1.242_014_1e-1
        p = p * m + 1.424_932_3e-1
        p = p * m - 1.666_805_8e-1
        p = p * m + 2.000_071_5e-1
        p = p * m - 2.499_999_4e-1
        p = p * m + 3.333_333_1e-1
        p = p * m * z
        return m + (p - exponent * 2.121_944_4e-4 - 0.5 * z) + exponent * 0.693_359_375
    }

    /// `base` to a power; 0 for bases up to 0.
    @inline(__always)
    static func pow(_ base: Float, _ exponent: Float) -> Float { base <= 0 ? 0 : exp(exponent * log(base)) }

    /// The cube root, of negative numbers too.
    @inline(__always)
    static func cbrt(_ x: Float) -> Float {
        let magnitude = abs(x)
        if magnitude < 1e-30 { return 0 }
        var y = Float(bitPattern: magnitude.bitPattern / 3 + 709_921_077)
        for _ in 0..<2 {
            let cube = y * y * y
            y *= (cube + 2 * magnitude) / (2 * cube + magnitude)
        }
        return x < 0 ? -y : y
    }

    /// Sine and cosine of an angle in radians; meant for angles within ±1000.
    @inline(__always)
    static func sinCos(_ angle: Float) -> (sin: Float, cos: Float) {
        let quarter = round(angle * 0.636_619_77)
        let r = ((angle - quarter * 1.570_312_5) - quarter * 4.837_512_97e-4) - quarter * 7.549_789_9e-8
        let z = r * r
        let s = ((-1.951_529_6e-4 * z + 8.332_160_9e-3) * z - 1.666_665_5e-1) * z * r + r
        let c = ((2.443_315_7e-5 * z - 1.388_731_6e-3) * z + 4.166_664_6e-2) * z * z - 0.5 * z + 1
        switch Int32(quarter) & 3 {
        case 0: return (s, c)
        case 1: return (c, -s)
        case 2: return (-s, -c)
        default: return (-c, s)
        }
    }

    /// The angle of the vector (x, y), -π…π; 0 for the null vector.
    @inline(__always)
    static func atan2(_ y: Float, _ x: Float) -> Float {
        let (ax, ay) = (abs(x), abs(y))
        let large = max(ax, ay)
        if large == 0 { return 0 }
        let t = min(ax, ay) / large
        // tan(π/8): beyond it the angle is counted from π/4.
        let isWide = t > 0.414_213_56
        let u = isWide ? (t - 1) / (t + 1) : t
        let z = u * u
        var angle =
            (((8.053_744_5e-2 * z - 1.387_768_6e-1) * z + 1.997_771_1e-1) * z - 3.333_294_9e-1) * z * u + u
        if isWide { angle += 0.785_398_16 }
        if ay > ax { angle = 1.570_796_33 - angle }
        if x < 0 { angle = 3.141_592_65 - angle }
        return y < 0 ? -angle : angle
    }

    /// The hyperbolic tangent.
    @inline(__always)
    static func tanh(_ x: Float) -> Float {
        let magnitude = abs(x)
        if magnitude < 0.1 { return x * (1 - x * x * (0.333_333_33 - 0.133_333_33 * x * x)) }
        let value = 1 - 2 / (exp(2 * min(magnitude, 20)) + 1)
        return x < 0 ? -value : value
    }

    /// 0 at `low` and below, 1 at `high` and above, smooth between; `low` may be the larger.
    @inline(__always)
    static func smoothstep(_ low: Float, _ high: Float, _ x: Float) -> Float {
        let t = min(max((x - low) / (high - low), 0), 1)
        return t * t * (3 - 2 * t)
    }
}
