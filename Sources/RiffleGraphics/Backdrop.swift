public import RiffleImage

/// Two colours of the squares that show through what is transparent.
public struct CheckerColors: Sendable, Hashable {
    public var light: Pixel
    public var dark: Pixel

    public init(light: Pixel, dark: Pixel) {
        self.light = light
        self.dark = dark
    }
}

/// What shows through transparent parts: squares in two colours.
struct Checkerboard {
    /// Drawn pixels of a square's sides.
    let width: Int
    let height: Int
    let colors: CheckerColors

    /// About 8 screen pixels a side: many squares behind an icon, and more than one for each cell.
    static let side = 8.0

    /// - Parameter fit: tells how many screen pixels a drawn pixel is wide and high.
    init(fit: PictureFit, colors: CheckerColors) {
        width = max(1, Int(Checkerboard.side / fit.screenWidth + 0.5))
        height = max(1, Int(Checkerboard.side / fit.screenHeight + 0.5))
        self.colors = colors
    }

    /// Whether the square at a drawn pixel is a light one.
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

    /// Lines between the squares that the picture's own pixels have become: a quarter darker, or lighter where
    /// it is dark.
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
