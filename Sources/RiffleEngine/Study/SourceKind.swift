/// What kind of picture a source is, told from its pixels: it decides how freely it may be re-arranged.
struct SourceKind: Equatable {
    var name: Name
    /// True where every pixel is grey.
    var isGray: Bool

    enum Name: String {
        /// The same all over: bricks, grass, cloth.
        case texture
        /// Patches recur, but from top to bottom the picture changes: sky, hills, meadow.
        case landscape
        /// Patches have no like elsewhere: a face, an object.
        case subject
        /// Mostly areas of one exact colour.
        case drawing
        /// The same with long straight edges across and down: a screenshot, a table, a page.
        case screen
    }

    /// How a source is treated whatever its kind.
    enum Treatment: Sendable {
        /// As if its patches recurred.
        case rearranged
        /// As if they had no like.
        case framed
    }

    /// The kind that asks for a treatment; itself where it does already.
    func treated(_ treatment: Treatment?) -> SourceKind {
        var kind = self
        switch treatment {
        case .rearranged where isStructured:
            kind.name = .landscape
            kind.isScenery = true
        case .framed where !isStructured:
            if !isFlat { kind.name = .subject }
            kind.isScenery = false
        default: break
        }
        return kind
    }

    /// Textures and landscapes can be re-arranged freely; the others that would break.
    var isStructured: Bool { name == .subject || name == .screen || (name == .drawing && !isScenery) }
    /// Turning would soften the edges of drawings, and a flip would mirror their writing.
    var isFlat: Bool { name == .drawing || name == .screen }
    var isScreen: Bool { name == .screen }
    /// True where patches recur.
    var isScenery: Bool
    /// Where a picture with clear surroundings has something to show; nil where something reaches the rim.
    var cutout: Cutout?

    init(name: Name, isScenery: Bool, isGray: Bool = false, cutout: Cutout? = nil) {
        self.name = name
        self.isScenery = isScenery
        self.isGray = isGray
        self.cutout = cutout
    }

    /// - Parameters:
    ///   - coarse: the source at the size of the exact search.
    ///   - fine: the source itself.
    ///   - singularity: of the coarse source.
    init(coarse: Raster, fine: Raster, singularity: Singularity) {
        let spread = SourceKind.spread(coarse)
        let loneliness = singularity.loneliness
        isScenery =
            singularity.mean < SourceKind.singular
            && (loneliness < SourceKind.lonely || loneliness < SourceKind.lonelyShare * spread)
        isGray = fine.isGray
        cutout = Cutout(fine)
        if SourceKind.isFlat(fine) {
            name = SourceKind.straightShare(fine) > SourceKind.screenShare ? .screen : .drawing
        } else if !isScenery {
            name = .subject
        } else {
            name = SourceKind.unevenness(coarse) < SourceKind.even * max(spread, 1) ? .texture : .landscape
        }
    }

    /// Grey levels, and share of the picture's spread, from which a median patch has no like. Source: measured on
    /// landscapes, textures, portraits, objects and a screenshot.
    private static let lonely: Float = 9
    private static let lonelyShare: Float = 0.45
    /// Mean singularity from which on too little of a picture has its like.
    private static let singular: Float = 0.4
    /// Share of edge pixels on straight lines from which a flat picture is a screenshot.
    private static let screenShare: Float = 0.3
    /// Share of the spread by which the quarters of a texture may differ in colour.
    private static let even: Float = 0.35

    /// Mean difference of a pixel's colour bytes to their mean over the picture.
    static func spread(_ picture: Raster) -> Float {
        var total = 0
        let pixels = picture.side * picture.side
        for c in 0..<3 {
            var sum = 0
            for i in 0..<pixels { sum += Int(picture.pixels[4 * i + c]) }
            let mean = sum / pixels
            for i in 0..<pixels { total += abs(Int(picture.pixels[4 * i + c]) - mean) }
        }
        return Float(total) / Float(3 * pixels)
    }

    static func isFlat(_ picture: Raster) -> Bool { flatShare(picture) > 0.5 }

    /// Share of pixels that are exactly like the one to their left.
    static func flatShare(_ picture: Raster) -> Float {
        var equal = 0
        for y in 0..<picture.side {
            let row = UnsafeRawPointer(picture.row(y))
            for x in 1..<picture.side {
                let left = row.loadUnaligned(fromByteOffset: 4 * (x - 1), as: UInt32.self)
                if row.loadUnaligned(fromByteOffset: 4 * x, as: UInt32.self) == left { equal += 1 }
            }
        }
        return Float(equal) / Float(picture.side * (picture.side - 1))
    }

    /// Of the pixels that differ from the one to their left, the share whose edge goes straight on downwards for an
    /// eighth of a small picture's side, 16 pixels at least.
    static func straightShare(_ picture: Raster) -> Float {
        let long = max(16, picture.side / 32)
        var run = [Int](repeating: 0, count: picture.side)
        var (edges, straight) = (0, 0)
        for y in 0..<picture.side {
            let row = UnsafeRawPointer(picture.row(y))
            for x in 1..<picture.side {
                let pair = row.loadUnaligned(fromByteOffset: 4 * (x - 1), as: UInt64.self)
                if UInt32(truncatingIfNeeded: pair) == UInt32(truncatingIfNeeded: pair >> 32) {
                    run[x] = 0
                    continue
                }
                edges += 1
                run[x] =
                    y > 0 && (row - picture.stride).loadUnaligned(fromByteOffset: 4 * (x - 1), as: UInt64.self) == pair
                    ? run[x] + 1 : 1
                if run[x] == long { straight += long } else if run[x] > long { straight += 1 }
            }
        }
        return edges == 0 ? 0 : Float(straight) / Float(edges)
    }

    /// Mean difference in colour of the picture's nine parts to the whole.
    static func unevenness(_ picture: Raster) -> Float {
        let side = picture.side
        var sums = [Int](repeating: 0, count: 27)
        var counts = [Int](repeating: 0, count: 9)
        for y in 0..<side {
            for x in 0..<side {
                let part = y * 3 / side * 3 + x * 3 / side
                counts[part] += 1
                for c in 0..<3 { sums[3 * part + c] += Int(picture.row(y)[4 * x + c]) }
            }
        }
        var total: Float = 0
        for c in 0..<3 {
            let whole = Float((0..<9).reduce(0) { $0 + sums[3 * $1 + c] }) / Float(side * side)
            for part in 0..<9 { total += abs(Float(sums[3 * part + c]) / Float(counts[part]) - whole) }
        }
        return total / 27
    }
}
