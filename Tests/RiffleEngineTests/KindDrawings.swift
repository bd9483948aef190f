import RiffleImage

@testable import RiffleEngine

/// Pictures of each kind, drawn by arithmetic.
extension Drawing {
    /// Seven rows of five dots for some letters.
    private static let letters: [[UInt8]] = [
        [14, 17, 17, 31, 17, 17, 17], [30, 17, 17, 30, 17, 17, 30], [14, 17, 16, 16, 16, 17, 14],
        [31, 16, 16, 30, 16, 16, 31], [17, 17, 17, 31, 17, 17, 17], [14, 4, 4, 4, 4, 4, 14],
        [17, 25, 21, 19, 17, 17, 17], [14, 17, 17, 17, 17, 17, 14], [30, 17, 17, 30, 16, 16, 16],
        [15, 16, 16, 14, 1, 1, 30],
    ]

    /// Lines of letters, two pixels a dot, with every second line a pixel aside so that they lie on no lattice.
    static func page(
        side: Int, ink: Pixel = Pixel(red: 20, green: 20, blue: 24),
        paper: Pixel = Pixel(red: 250, green: 250, blue: 248)
    ) -> Bitmap {
        var page = Bitmap(width: side, height: side, fill: paper)
        var line = 0
        for top in stride(from: 12, to: side - 30, by: 23) {
            line += 1
            var noise = CounterNoise(seed: 4, line)
            for (place, left) in stride(from: 14 + line % 2, to: side - 24, by: 14).enumerated() where place % 6 != 5 {
                write(letters[noise.below(letters.count)], in: ink, at: (left, top + line % 3), on: &page)
            }
        }
        return page
    }

    private static func write(_ letter: [UInt8], in ink: Pixel, at place: (x: Int, y: Int), on page: inout Bitmap) {
        for (row, dots) in letter.enumerated() {
            for column in 0..<5 where dots >> (4 - column) & 1 == 1 {
                for dy in 0..<2 {
                    for dx in 0..<2 { page[place.x + 2 * column + dx, place.y + 2 * row + dy] = ink }
                }
            }
        }
    }

    /// A page with a grainy photograph in its middle.
    static func pageWithPhoto(side: Int) -> (page: Bitmap, photo: PixelRect) {
        var page = page(side: side)
        let (left, top, size) = (side / 4, side / 3, side / 3)
        let photo = bricks(side: size)
        for y in 0..<size { for x in 0..<size { page[left + x, top + y] = photo[x, y] } }
        return (page, PixelRect(x: Double(left), y: Double(top), width: Double(size), height: Double(size)))
    }

    /// A frame with a curve in it and labels below and beside it; at least 192 pixels, so that the labels have room.
    static func chart(side: Int) -> Bitmap {
        var chart = Bitmap(width: side, height: side, fill: Pixel(red: 255, green: 255, blue: 255))
        let ink = Pixel(red: 30, green: 30, blue: 30)
        let (low, high) = (side / 8, side - side / 8)
        for i in low...high { for (x, y) in [(i, low), (i, high), (low, i), (high, i)] { chart[x, y] = ink } }
        for i in low + 1..<high {
            let y = side / 2 + (i - side / 2) * (i - side / 2) * (i - side / 3) / (side * side / 3)
            for dy in 0..<3 where (low..<high).contains(y + dy) {
                chart[i, y + dy] = Pixel(red: 200, green: 40, blue: 50)
            }
        }
        for step in 0..<5 {
            let place = low + step * (high - low) / 5
            write(letters[step], in: ink, at: (place, high + 8), on: &chart)
            write(letters[step + 5], in: ink, at: (low - 16, place), on: &chart)
        }
        return chart
    }

    /// Black and white squares.
    static func code(side: Int, cell: Int) -> Bitmap {
        draw(side: side) { x, y in
            var noise = CounterNoise(seed: 12, x / cell, y / cell)
            let level: UInt8 = noise.below(2) == 0 ? 0 : 255
            return Pixel(red: level, green: level, blue: level)
        }
    }

    /// A figure of six colours on clear ground: `cells` cells a side, each `cell` pixels.
    static func sprite(cells: Int = 20, cell: Int) -> Bitmap {
        draw(side: cells * cell) { x, y in
            let (u, v) = (x / cell, y / cell)
            let middle = min(u, cells - 1 - u)
            var noise = CounterNoise(seed: 21, middle, v)
            guard middle > 2, v > 1, v < cells - 2, noise.below(5) > 0 || middle > cells / 4 else {
                return Pixel(red: 0, green: 0, blue: 0, alpha: 0)
            }
            let colors = [(200, 60, 50), (90, 30, 60), (240, 200, 120), (60, 90, 170), (30, 26, 40), (250, 250, 250)]
            let color = colors[noise.below(6)]
            return Pixel(red: UInt8(color.0), green: UInt8(color.1), blue: UInt8(color.2))
        }
    }
}
