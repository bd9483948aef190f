import RiffleImage
import RiffleUI

extension Words {
    /// A file's format and how its colours are interpreted, in one line.
    static func facts(of picture: PictureReader, byteCount: Int) -> String {
        let header = picture.header
        let passes = picture.isInterlaced ? " interlaced" : ""
        let size = "\(header.width)×\(header.height) \(header.kind)\(passes)"
        return "\(size), \(bytes(byteCount)), \(words(picture.colors))"
    }

    private static func words(_ colors: PictureColors) -> String {
        let name: String
        switch colors.source {
        case .none: return "no colour space: taken as sRGB"
        case .standardRGB: return "sRGB"
        case .profile: name = "ICC profile"
        case .codePoints: name = "code points (cICP)"
        case .chromaticities: name = "primaries (cHRM)"
        case .gamma(let gamma):
            let digits = String(gamma + 1_000_000).dropFirst()
            name = "gamma \(digits.prefix(1)).\(digits.dropFirst().prefix(3))"
        }
        switch colors.handling {
        case .converted: return "\(name) converted to sRGB"
        case .unchanged: return colors.source == .profile ? "ICC profile of sRGB" : "\(name): taken as sRGB"
        case .ignored: return "\(name) not supported: taken as sRGB"
        }
    }
}
