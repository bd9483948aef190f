/// How the colours of a file become sRGB.
struct ColorConversion {
    let colors: PictureColors
    let transform: ColorTransform?

    init(_ source: PictureColors.Source, _ handling: PictureColors.Handling, _ transform: ColorTransform? = nil) {
        colors = PictureColors(source: source, handling: handling)
        self.transform = transform
    }

    /// With a profile; nil if it is invalid.
    init(_ source: PictureColors.Source, _ profile: ColorProfile?, of channels: ColorChannels) {
        if let profile, profile.isStandardRGB, channels != .ink {
            self.init(source, .unchanged)
        } else if let profile, let transform = ColorTransform(profile, of: channels) {
            self.init(source, .converted, transform)
        } else {
            self.init(source, .ignored, channels == .ink ? .ink : nil)
        }
    }
}

/// The channels of stored pixels, without alpha.
enum ColorChannels {
    case gray
    case rgb
    /// CMYK, inverted as Adobe writes it: 255 means no ink.
    case ink
}

/// The colour space that a file declares, and what became of it.
public struct PictureColors: Sendable, Equatable {
    /// What declares the colour space.
    public enum Source: Sendable, Equatable {
        case none
        /// A PNG's `sRGB` chunk.
        case standardRGB
        /// An ICC profile.
        case profile
        /// A PNG's `cICP` chunk: code points for video standards.
        case codePoints
        /// A PNG's `cHRM` chunk: primaries and white point.
        case chromaticities
        /// A PNG's `gAMA` chunk, × 100 000.
        case gamma(Int)
    }

    /// What became of the declaration.
    public enum Handling: Sendable, Equatable {
        /// The colours are sRGB's, or taken as such.
        case unchanged
        /// Pixels are converted to sRGB.
        case converted
        /// The declaration is invalid or not supported.
        case ignored
    }

    public let source: Source
    public let handling: Handling
}
