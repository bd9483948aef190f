import RiffleImage
import RiffleUI

extension Words {
    /// What a file holds and how its colours are taken, in one line.
    static func facts(of picture: PNGReader, byteCount: Int) -> String {
        let header = picture.header
        let passes = header.isInterlaced ? " interlaced" : ""
        return "\(header.width)×\(header.height) \(header.kind)\(passes), \(bytes(byteCount)), \(colors(of: picture))"
    }

    private static func colors(of picture: PNGReader) -> String {
        let spaces = picture.colorSpaces
        if spaces.contains(.codePoints) { return "its code points (cICP) are not applied: taken as sRGB" }
        if spaces.contains(.profile) { return "its ICC profile is not applied: taken as sRGB" }
        if spaces.contains(.standardRGB) { return "sRGB" }
        let primaries = spaces.contains(.chromaticities) ? ", its primaries (cHRM) are not applied" : ""
        guard let gamma = picture.gamma else { return "no colour space: taken as sRGB\(primaries)" }
        let digits = String(gamma + 1_000_000).dropFirst()
        let value = "gamma \(digits.prefix(1)).\(digits.dropFirst().prefix(3))"
        return (picture.isGammaApplied ? "\(value) converted to sRGB" : "\(value): taken as sRGB") + primaries
    }
}
