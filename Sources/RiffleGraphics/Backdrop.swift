public import RiffleImage

/// The two colours of a checkerboard.
public struct CheckerColors: Sendable, Hashable {
    /// The lighter colour.
    public var light: Pixel
    /// The darker colour.
    public var dark: Pixel

    public init(light: Pixel, dark: Pixel) {
        self.light = light
        self.dark = dark
    }
}

/// A checkerboard that is drawn behind transparent parts so that they can be seen.
struct Checkerboard {
    /// Size of one square, in drawn pixels.
    let width: Int
    let height: Int
    let colors: CheckerColors

    /// Side of a square in screen pixels, about: small enough for many squares behind an icon, large enough to show in
    /// cells.
    static let side = 8.0

    /// - Parameter fit: gives the size of a drawn pixel in screen pixels.
    init(fit: PictureFit, colors: CheckerColors) {
        width = max(1, Int(Checkerboard.side / fit.screenWidth + 0.5))
        height = max(1, Int(Checkerboard.side / fit.screenHeight + 0.5))
        self.colors = colors
    }

    /// Whether the square that contains a drawn pixel is a light one.
    func isLight(x: Int, y: Int) -> Bool { (x / width + y / height) & 1 == 0 }
}

extension Bitmap {
    private var isOpaque: Bool {
        withPixels { pixels in
            for i in stride(from: 3, to: pixels.count, by: 4) where pixels[i] != 255 { return false }
            return true
        }
    }

    /// The bitmap laid over a checkerboard. The result is opaque.
    ///
    /// - Complexity: O(pixels).
    func composited(on board: Checkerboard) -> Bitmap {
        guard !isOpaque else { return self }
        let onLight = composited(on: board.colors.light)
        var result = composited(on: board.colors.dark)
        let width = width
        onLight.withPixels { light in
            result.withMutablePixels { out in
                for i in 0..<out.count / 4 where board.isLight(x: i % width, y: i / width) {
                    for k in i * 4..<i * 4 + 4 { out[k] = light[k] }
                }
            }
        }
        return result
    }

    /// Draws a grid between enlarged picture pixels: lines a quarter darker, or lighter where the picture is dark.
    ///
    /// - Complexity: O(pixels).
    func withPixelGrid(_ fit: PictureFit) -> Bitmap {
        func borders(_ count: Int, start: Double, length: Double) -> [Bool] {
            func own(_ i: Int) -> Int { Int((start + (Double(i) + 0.5) * length / Double(count)).rounded(.down)) }
            return (0..<count).map { $0 > 0 && own($0) != own($0 - 1) }
        }
        let across = borders(width, start: fit.source.x, length: fit.source.width)
        let down = borders(height, start: fit.source.y, length: fit.source.height)
        var result = self
        let width = width
        result.withMutablePixels { out in
            for y in down.indices {
                for x in across.indices where across[x] || down[y] {
                    let i = (y * width + x) * 4
                    let isBright = Pixel(red: out[i], green: out[i + 1], blue: out[i + 2]).luma >= 96
                    for k in i..<i + 3 {
                        out[k] = isBright ? UInt8(Int(out[k]) * 3 / 4) : UInt8(Int(out[k]) + (255 - Int(out[k])) / 5)
                    }
                }
            }
        }
        return result
    }
}
