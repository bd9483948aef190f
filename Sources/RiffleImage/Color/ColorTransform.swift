internal import CLCMS

/// Converts pixels of a file to sRGB, with straight alpha. Usable from any thread, because it changes nothing.
final class ColorTransform: @unchecked Sendable {
    /// Little CMS's transform from RGBA or CMYK to RGBA.
    private let handle: cmsHTRANSFORM?
    private let channels: ColorChannels
    /// For grey, the colour of each value.
    private var grays: [UInt32] = []

    /// - Returns: nil if the profile does not describe these channels, or the library refuses it.
    init?(_ profile: ColorProfile, of channels: ColorChannels) {
        // Some programs attach an RGB profile to grey pictures.
        let asGray = channels == .gray && profile.channels == .gray
        guard profile.channels == channels || channels == .gray && profile.channels == .rgb else { return nil }
        let format = asGray ? clcms_gray : channels == .ink ? clcms_inverted_cmyk : clcms_rgba
        let standard = ColorProfile()
        let made = withExtendedLifetime(standard) {
            cmsCreateTransform(
                profile.handle, format, standard.handle, clcms_rgba, UInt32(INTENT_PERCEPTUAL), 0)
        }
        guard let handle = made else { return nil }
        self.handle = handle
        self.channels = asGray ? .gray : channels == .ink ? .ink : .rgb
        guard asGray else { return }
        let values = (0...255).map { UInt8($0) }
        grays = [UInt32](repeating: 0, count: 256)
        cmsDoTransform(handle, values, &grays, 256)
    }

    private init() { (handle, channels) = (nil, .ink) }

    deinit {
        if let handle { cmsDeleteTransform(handle) }
    }

    /// CMYK without a profile.
    static let ink = ColorTransform()

    /// Converts RGBA, or inverted CMYK, to RGBA in place.
    func convert(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
        switch channels {
        case .rgb: cmsDoTransform(handle, pixels, pixels, UInt32(count))
        case .gray: convertGrays(pixels, count: count)
        case .ink:
            if let handle {
                cmsDoTransform(handle, pixels, pixels, UInt32(count))
            } else {
                mixInk(pixels, count: count)
            }
            for place in stride(from: 3, to: count * 4, by: 4) { pixels[place] = 255 }
        }
    }

    private func convertGrays(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
        grays.withUnsafeBytes { colors in
            for place in stride(from: 0, to: count * 4, by: 4) {
                let color = 4 * Int(pixels[place])
                for channel in 0..<3 { pixels[place + channel] = colors[color + channel] }
            }
        }
    }

    private func mixInk(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
        for place in stride(from: 0, to: count * 4, by: 4) {
            let black = UInt(pixels[place + 3])
            for channel in place..<place + 3 { pixels[channel] = UInt8((UInt(pixels[channel]) * black + 127) / 255) }
        }
    }
}
