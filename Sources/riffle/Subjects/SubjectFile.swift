import RiffleAPI
import RiffleImage

extension Bitmap {
    /// A subject's mask as the engine takes it: black on the subject and transparent elsewhere. The given picture is white
    /// on the subject or, if it has transparent parts, opaque there.
    ///
    /// - Throws: `noSubject` if the whole mask is subject, or none of it.
    func subjectMask() throws(ValidationError) -> Bitmap {
        var mask = Bitmap(width: width, height: height)
        let hasClear = withPixels { pixels in stride(from: 3, to: pixels.count, by: 4).contains { pixels[$0] < 128 } }
        var count = 0
        withPixels { pixels in
            mask.withMutablePixels { made in
                for i in stride(from: 0, to: pixels.count, by: 4) {
                    let isSubject =
                        hasClear
                        ? pixels[i + 3] > 127
                        : 2 * Int(pixels[i]) + 5 * Int(pixels[i + 1]) + Int(pixels[i + 2]) > 8 * 127
                    if isSubject {
                        made[i + 3] = 255
                        count += 1
                    }
                }
            }
        }
        guard count > 0, count < width * height else { throw .noSubject }
        return mask
    }

    /// How much of a mask is opaque, 0…1.
    var opaqueShare: Double {
        withPixels { pixels in
            let count = stride(from: 3, to: pixels.count, by: 4).count { pixels[$0] > 127 }
            return Double(count) / Double(max(1, width * height))
        }
    }
}
