import Testing

@testable import RiffleImage

@Suite("Colour spaces")
struct ColorTests {
    /// `SamplePictures.colors` with the profile of exchanged primaries, converted by Pillow's ImageCms.
    private static let swapped: [[Int]] = [
        [57, 24, 201], [161, 79, 24], [68, 191, 35], [129, 129, 129], [240, 221, 250],
    ]

    /// A PNG of one row with `SamplePictures.colors`.
    private static func png(_ chunks: [(String, [UInt8])], _ type: PNGColorType = .rgb) -> [UInt8] {
        var sample = SamplePNG(5, 1, type)
        sample.samples = SamplePictures.colors.flatMap { color in
            (type == .gray ? [color[0]] : color).map { UInt16($0) }
        }
        sample.extras = chunks.map { (name: $0.0, data: $0.1) }
        return sample.bytes
    }

    private static func profileChunk(_ profile: [UInt8]) -> [UInt8] { Array("name\0\0".utf8) + zlib(profile) }

    /// The colour of each square.
    private static func colors(_ bytes: [UInt8], square: Int) throws -> [[Int]] {
        let bitmap = try Picture.decode(bytes)
        return (0..<5).map { i in
            let pixel = bitmap[i * square + square / 2, bitmap.height / 2]
            return [Int(pixel.red), Int(pixel.green), Int(pixel.blue)]
        }
    }

    private static func distance(_ one: [[Int]], _ other: [[Int]]) -> Int {
        zip(one.joined(), other.joined()).map { abs($0 - $1) }.max() ?? .max
    }

    @Test("the profile of a PNG, a JPEG and a WebP is applied as by Pillow")
    func profiles() throws {
        let png = Self.png([("iCCP", Self.profileChunk(SamplePictures.swappedProfile))])
        #expect(Self.distance(try Self.colors(png, square: 1), Self.swapped) <= 1)
        #expect(Self.distance(try Self.colors(SamplePictures.webPWithProfile, square: 8), Self.swapped) <= 1)
        #expect(Self.distance(try Self.colors(SamplePictures.jpegWithProfile, square: 8), Self.swapped) <= 4)
    }

    @Test("a grey profile is applied to grey pictures")
    func gray() throws {
        let png = Self.png([("iCCP", Self.profileChunk(SamplePictures.grayProfile))], .gray)
        let expected = [210, 40, 53, 146, 251].map { [$0, $0, $0] }
        #expect(Self.distance(try Self.colors(png, square: 1), expected) <= 1)
    }

    @Test("primaries (cHRM) give the colours of a profile with the same primaries")
    func chromaticities() throws {
        let values = [31270, 32900, 15000, 6000, 64000, 33000, 30000, 60000]
        let primaries = values.flatMap { value in stride(from: 24, through: 0, by: -8).map { UInt8(value >> $0 & 255) }
        }
        let png = Self.png([("cHRM", primaries), ("gAMA", [0, 0, 0xB1, 0x8F])])
        #expect(Self.distance(try Self.colors(png, square: 1), Self.swapped) <= 1)
    }

    @Test("code points (cICP) of Display P3 widen colours, and those of sRGB do not")
    func codePoints() throws {
        let sRGB = Self.png([("cICP", [1, 13, 0, 1])])
        let stored = SamplePictures.colors.map { $0.map { Int($0) } }
        #expect(try Self.colors(sRGB, square: 1) == stored)
        let p3 = try Self.colors(Self.png([("cICP", [12, 13, 0, 1])]), square: 1)
        // By Pillow's ImageCms with a profile of Display P3.
        let expected = [[217, 42, 0], [0, 163, 69], [29, 71, 197], [128, 128, 128], [252, 240, 218]]
        #expect(Self.distance(p3, expected) <= 1)
    }

    @Test("resizing while reading converts too, and an unusable profile is ignored")
    func streams() throws {
        let profile = ("iCCP", Self.profileChunk(SamplePictures.swappedProfile))
        let bytes = Self.png([profile])
        let part = PixelRect(x: 1, y: 0, width: 3, height: 1)
        let streamed = try PictureReader(bytes).resized(from: part, width: 3, height: 1, filter: .area)
        #expect(streamed == (try Picture.decode(bytes)).cropped(x: 1, y: 0, width: 3, height: 1))
        let broken = Self.png([("iCCP", Self.profileChunk(Array(SamplePictures.swappedProfile.prefix(200))))])
        #expect(try PictureReader(broken).colors == PictureColors(source: .profile, handling: .ignored))
        #expect(try Self.colors(broken, square: 1) == SamplePictures.colors.map { $0.map { Int($0) } })
    }
}
