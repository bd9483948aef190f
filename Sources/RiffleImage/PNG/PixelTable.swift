/// What each of the 256 values of an 8-bit grey or palette picture looks like.
struct PixelTable {
    /// 256 of them. A palette index that the file has no colour for is opaque black.
    let colors: [Pixel]

    /// - Precondition: 8 bits a sample; grey, grey with alpha, or palette.
    init(_ contents: PNGContents, of bytes: [UInt8]) {
        let curve = GammaCurve(contents.gamma, entries: 256)
        func corrected(_ sample: UInt8) -> UInt8 { curve?.codes[Int(sample)] ?? sample }

        let transparency = contents.transparency.map { Array(bytes[$0.data]) } ?? []
        var colors: [Pixel]
        if contents.header.colorType == .palette, let palette = contents.palette {
            colors = Array(repeating: Pixel(red: 0, green: 0, blue: 0), count: 256)
            for (index, offset) in stride(from: palette.data.lowerBound, to: palette.data.upperBound, by: 3)
                .enumerated()
            {
                colors[index] = Pixel(
                    red: corrected(bytes[offset]), green: corrected(bytes[offset + 1]),
                    blue: corrected(bytes[offset + 2]),
                    alpha: index < transparency.count ? transparency[index] : 255)
            }
        } else {
            colors = (0...255).map { sample in
                let gray = corrected(UInt8(sample))
                return Pixel(red: gray, green: gray, blue: gray)
            }
            // 16 bits in the file whatever the depth.
            if transparency.count == 2, transparency[0] == 0 { colors[Int(transparency[1])].alpha = 0 }
        }
        self.colors = colors
    }
}
