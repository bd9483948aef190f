import RiffleImage
import Testing

@Suite("Cropping, squaring and compositing")
struct ShapeTests {
    /// Each pixel encodes its position.
    static func located(_ width: Int, _ height: Int) -> Bitmap {
        var bitmap = Bitmap(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width { bitmap[x, y] = Pixel(red: UInt8(x), green: UInt8(y), blue: 1) }
        }
        return bitmap
    }

    @Test("a crop contains the right pixels")
    func crop() {
        let part = Self.located(9, 8).cropped(x: 2, y: 3, width: 4, height: 5)
        #expect((part.width, part.height) == (4, 5))
        #expect(part[0, 0] == Pixel(red: 2, green: 3, blue: 1) && part[3, 4] == Pixel(red: 5, green: 7, blue: 1))
    }

    @Test(
        "wide and tall pictures are cropped to a square at the chosen end",
        arguments: [
            (SquareMend.cropStart, 0), (.cropCenter, 2), (.cropEnd, 5),
        ])
    func squareByCrop(how: SquareMend, offset: Int) {
        let wide = Self.located(9, 4).squared(how)
        #expect((wide.width, wide.height) == (4, 4) && wide[0, 0].red == UInt8(offset))
        let tall = Self.located(4, 9).squared(how)
        #expect((tall.width, tall.height) == (4, 4) && tall[0, 0].green == UInt8(offset))
    }

    @Test("padding centres all pixels between transparent bars", arguments: [(9, 4), (4, 9)])
    func squareByPadding(width: Int, height: Int) {
        let square = Self.located(width, height).squared(.pad)
        #expect((square.width, square.height) == (9, 9))
        let (left, top) = (width < 9 ? 2 : 0, height < 9 ? 2 : 0)
        #expect(square.cropped(x: left, y: top, width: width, height: height) == Self.located(width, height))
        let visible = (0..<81).count { square[$0 % 9, $0 / 9].alpha > 0 }
        #expect(visible == 36)
    }

    @Test("a square picture is unchanged", arguments: SquareMend.allCases)
    func squareStays(how: SquareMend) {
        #expect(Self.located(5, 5).squared(how) == Self.located(5, 5))
    }

    @Test("compositing mixes in linear light, and keeps opaque and clear pixels exact")
    func composite() {
        var bitmap = Bitmap(width: 3, height: 1)
        bitmap[0, 0] = Pixel(red: 1, green: 2, blue: 3, alpha: 255)
        bitmap[1, 0] = Pixel(red: 255, green: 255, blue: 255, alpha: 128)
        bitmap[2, 0] = Pixel(red: 90, green: 90, blue: 90, alpha: 0)
        let laid = bitmap.composited(on: Pixel(red: 0, green: 0, blue: 200))
        #expect(laid[0, 0] == Pixel(red: 1, green: 2, blue: 3))
        #expect(laid[1, 0].red == 188 && laid[1, 0].alpha == 255)
        #expect(laid[2, 0] == Pixel(red: 0, green: 0, blue: 200))
    }
}
