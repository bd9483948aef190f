internal import CKernels

/// What kind of picture a source is, told from its pixels: it decides how freely it may be re-arranged.
struct SourceKind: Equatable {
    /// False for textures and landscapes, whose patches recur elsewhere: they can be re-arranged freely. True for faces,
    /// objects and layouts, which that would break.
    var isStructured: Bool
    /// True for drawings and screenshots: mostly areas of one exact colour. Turning would soften their edges, and a flip
    /// would mirror their writing.
    var isFlat: Bool

    init(isStructured: Bool, isFlat: Bool) {
        self.isStructured = isStructured
        self.isFlat = isFlat
    }

    /// - Parameters:
    ///   - coarse: the source at the size of the exact search.
    ///   - fine: the source itself.
    init(coarse: Raster, fine: Raster) {
        let loneliness = SourceKind.loneliness(coarse)
        let spread = SourceKind.spread(coarse)
        isStructured = loneliness >= SourceKind.lonely && loneliness >= SourceKind.lonelyShare * spread
        isFlat = SourceKind.flatShare(fine) > 0.5
    }

    /// Grey levels, and share of the picture's spread, from which a median patch has no like. Source: measured on
    /// landscapes, textures, portraits, objects and a screenshot.
    private static let lonely: Float = 9
    private static let lonelyShare: Float = 0.45
    /// Patches nearer than this show the same thing and do not count as a like.
    private static let apart = 4

    /// Median over all patches of the mean difference to the most similar patch that is not right beside it.
    static func loneliness(_ picture: Raster) -> Float {
        let anchors = picture.side - (PatchField.patch - 1)
        var nearest: [UInt32] = []
        for y in 0..<anchors {
            for x in 0..<anchors {
                let patch = picture.row(y) + 4 * x
                var best = UInt32.max
                for otherY in 0..<anchors {
                    for otherX in 0..<anchors where max(abs(otherX - x), abs(otherY - y)) >= apart {
                        best = min(
                            best, ck_patch_sad_below(patch, picture.row(otherY) + 4 * otherX, picture.stride, best))
                    }
                }
                nearest.append(best)
            }
        }
        return Float(nearest.sorted()[nearest.count / 2]) / 147
    }

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
}
