internal import RiffleImage

/// Pixel art done differently with whole cells and few colours.
struct PixelPainter: Painter {
    let manner: Manner
    let change: Change

    enum Change: Sendable {
        case shades, outline, doubled
    }

    func refusal(of study: PictureStudy) -> String? {
        if study.kind != .pixelArt { return "it is not pixel art" }
        let cells = study[PixelCells.self].cells
        switch change {
        case .shades: return nil
        case .outline:
            let clear = cells.width * cells.height - cells.colors.reduce(0) { $0 + $1.count }
            return 20 * clear > cells.width * cells.height ? nil : "it has no clear ground"
        case .doubled:
            let pitch = Double(study.width) / Double(cells.width)
            return pitch >= 4 ? nil : "its cells are too small for the size of the result"
        }
    }

    func schemes(of study: PictureStudy) -> Int { change == .doubled ? 1 : PixelPainter.shades.count }

    /// Hues from dark to light: an old handheld's green, sea, wine, amber.
    private static let shades: [[Pixel]] = [
        [(15, 56, 15), (48, 98, 48), (139, 172, 15), (200, 215, 90)],
        [(18, 24, 66), (44, 84, 148), (92, 168, 204), (214, 240, 240)],
        [(44, 14, 44), (134, 38, 76), (226, 108, 92), (252, 214, 170)],
        [(40, 24, 16), (112, 66, 30), (206, 140, 54), (250, 226, 160)],
    ].map { $0.map { Pixel(red: $0.0, green: $0.1, blue: $0.2) } }
    private static let outlines: [Pixel] = [
        Pixel(red: 255, green: 255, blue: 255), Pixel(red: 26, green: 22, blue: 38),
        Pixel(red: 255, green: 214, blue: 64), Pixel(red: 88, green: 196, blue: 255),
    ]

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let cells = study[PixelCells.self]
        switch change {
        case .shades: return PixelPainter.shaded(cells, PixelPainter.shades[job.scheme]).enlarged(study)
        case .outline:
            let width = Int(job.between(1, 1, 2).rounded())
            return PixelPainter.outlined(cells, PixelPainter.outlines[job.scheme], width: width).enlarged(study)
        case .doubled: return cells.enlarged(study, parts: 2, of: PixelPainter.doubled(cells.cells))
        }
    }

    /// Four shades by lightness: half by its amount, half so that each has a quarter of the cells.
    private static func shaded(_ cells: PixelCells, _ shades: [Pixel]) -> PixelCells {
        let colors = cells.cells.colors.map { color, count in
            (color: color, l: Lab(red: color.red, green: color.green, blue: color.blue).l, count: count)
        }.sorted { ($0.l, $0.count) < ($1.l, $1.count) }
        let total = Float(colors.reduce(0) { $0 + $1.count })
        let (darkest, lightest) = (colors.first?.l ?? 0, colors.last?.l ?? 1)
        var shade: [Pixel: Pixel] = [:]
        var below: Float = 0
        for color in colors {
            let rank = (below + Float(color.count) / 2) / max(total, 1)
            let amount = (color.l - darkest) / max(lightest - darkest, 0.05)
            shade[color.color] = shades[min(Int(2 * rank + 2 * amount), 3)]
            below += Float(color.count)
        }
        return cells.with { color, _, _ in color.alpha == 0 ? color : shade[color]! }
    }

    /// Cells of one colour around the figure.
    private static func outlined(_ cells: PixelCells, _ color: Pixel, width: Int) -> PixelCells {
        var result = cells
        for _ in 0..<width {
            let before = result.cells
            func isShown(_ x: Int, _ y: Int) -> Bool {
                x >= 0 && y >= 0 && x < before.width && y < before.height && before[x, y].alpha > 0
            }
            result = result.with { own, x, y in
                let isRim = isShown(x - 1, y) || isShown(x + 1, y) || isShown(x, y - 1) || isShown(x, y + 1)
                return own.alpha == 0 && isRim ? color : own
            }
        }
        return result
    }

    /// Two cells a side for each, with corners taken from like neighbours.
    ///
    /// Source: Mazzoleni, "Scale2x", 2001.
    private static func doubled(_ cells: Bitmap) -> Bitmap {
        var result = Bitmap(width: 2 * cells.width, height: 2 * cells.height)
        for y in 0..<cells.height {
            for x in 0..<cells.width {
                let own = cells[x, y]
                let above = cells[x, max(y - 1, 0)]
                let below = cells[x, min(y + 1, cells.height - 1)]
                let left = cells[max(x - 1, 0), y]
                let right = cells[min(x + 1, cells.width - 1), y]
                let hasCorners = above != below && left != right
                result[2 * x, 2 * y] = hasCorners && left == above ? left : own
                result[2 * x + 1, 2 * y] = hasCorners && above == right ? right : own
                result[2 * x, 2 * y + 1] = hasCorners && left == below ? left : own
                result[2 * x + 1, 2 * y + 1] = hasCorners && below == right ? right : own
            }
        }
        return result
    }
}

extension Painters {
    static let pixels: [any Painter] = [
        PixelPainter(
            manner: Manner("four shades", .palette, "pixel art in four shades of one hue, as on an old handheld"),
            change: .shades),
        PixelPainter(
            manner: Manner("pixel outline", .form, "pixel art with an outline of whole cells"), change: .outline),
        PixelPainter(
            manner: Manner("finer cells", .form, "pixel art with twice as many cells and smoother corners"),
            change: .doubled),
    ]
}
