internal import CLCMS

/// A colour profile, opened by Little CMS.
final class ColorProfile {
    let handle: cmsHPROFILE

    /// An ICC profile; nil if it is invalid.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let handle = cmsOpenProfileFromMem(bytes.baseAddress, UInt32(clamping: bytes.count)) else { return nil }
        self.handle = handle
    }

    /// An RGB space.
    ///
    /// - Parameters:
    ///   - points: x and y of white, red, green and blue.
    ///   - light: linear light of a sample, both 0…1.
    init?(points: [Double], light: (Double) -> Double) {
        let table = (0..<4096).map { UInt16((min(max(light(Double($0) / 4095), 0), 1) * 65535).rounded()) }
        guard points.count == 8, let curve = cmsBuildTabulatedToneCurve16(nil, UInt32(table.count), table) else {
            return nil
        }
        defer { cmsFreeToneCurve(curve) }
        func point(_ i: Int) -> cmsCIExyY { cmsCIExyY(x: points[2 * i], y: points[2 * i + 1], Y: 1) }
        var white = point(0)
        var primaries = cmsCIExyYTRIPLE(Red: point(1), Green: point(2), Blue: point(3))
        var curves: [OpaquePointer?] = [curve, curve, curve]
        guard let handle = cmsCreateRGBProfile(&white, &primaries, &curves) else { return nil }
        self.handle = handle
    }

    /// sRGB.
    init() {
        guard let handle = cmsCreate_sRGBProfile() else { fatalError("out of memory") }
        self.handle = handle
    }

    deinit { cmsCloseProfile(handle) }

    var channels: ColorChannels? {
        switch cmsGetColorSpace(handle) {
        case cmsSigGrayData: .gray
        case cmsSigRgbData: .rgb
        case cmsSigCmykData: .ink
        default: nil
        }
    }

    /// Whether conversion to sRGB would change no pixel visibly: the profile has sRGB's primaries and tone curve.
    var isStandardRGB: Bool {
        guard channels == .rgb, cmsIsMatrixShaper(handle) != 0, cmsIsTag(handle, cmsSigAToB0Tag) == 0 else {
            return false
        }
        return Self.standardColorants.allSatisfy { tag, standard in
            guard let value = cmsReadTag(handle, tag)?.assumingMemoryBound(to: cmsCIEXYZ.self).pointee else {
                return false
            }
            return zip([value.X, value.Y, value.Z], standard).allSatisfy { abs($0 - $1) < 0.002 }
        }
            && [cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag].allSatisfy { tag in
                cmsReadTag(handle, tag).map { Self.isStandard(OpaquePointer($0)) } ?? false
            }
    }

    /// Whether a curve is sRGB's within less than a code of 255.
    private static func isStandard(_ curve: OpaquePointer) -> Bool {
        let step = 0.75 / 255
        return stride(from: 0.0, through: 1, by: 1.0 / 16).allSatisfy { value in
            let light = Double(cmsEvalToneCurveFloat(curve, Float(value)))
            return StandardRGB.light(max(0, value - step)) - 1e-4 <= light
                && light <= StandardRGB.light(value + step) + 1e-4
        }
    }

    /// The primaries of sRGB, adapted to D50. Source: ICC, sRGB v2 profile.
    private static let standardColorants: [(cmsTagSignature, [Double])] = [
        (cmsSigRedColorantTag, [0.43607, 0.22249, 0.01392]), (cmsSigGreenColorantTag, [0.38515, 0.71687, 0.09708]),
        (cmsSigBlueColorantTag, [0.14307, 0.06061, 0.71410]),
    ]
}
