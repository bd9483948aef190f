import RiffleImage

/// A picture's pixels, padded to whole cells; parts are cut out as PNGs.
///
/// The picture is at the top left; the rest of its last cells is transparent.
struct PixelSheet: Sendable {
    /// Cells of the preview that the sheet covers.
    let content: CellRange
    /// Sheet pixels per cell: fewer than screen pixels for a coarse view.
    let grid: CellSize
    /// The whole sheet as a PNG.
    let png: [UInt8]
    private let colors: Colors

    private enum Colors: Sendable {
        case indexed([UInt8], palette: [Pixel])
        case full(Bitmap)
    }

    var width: Int { content.columns.count * grid.width }
    var height: Int { content.rows.count * grid.height }

    /// - Parameter pixels: at their drawn size, opaque.
    init(drawing pixels: Bitmap, fit: PictureFit, quality: SheetQuality, dither: Dither) {
        grid = quality.grid
        let columns = (pixels.width + grid.width - 1) / grid.width
        let rows = (pixels.height + grid.height - 1) / grid.height
        content = CellRange(columns: fit.column..<fit.column + columns, rows: fit.row..<fit.row + rows)
        let (width, height) = (columns * grid.width, rows * grid.height)
        let isFilled = (pixels.width, pixels.height) == (width, height)
        guard let colors = quality.colors else {
            let bitmap = isFilled ? pixels : pixels.extended(width: width, height: height)
            self.colors = .full(bitmap)
            png = PNG.encode(bitmap)
            return
        }
        let image = IndexedImage(pixels, colors: min(colors, isFilled ? 256 : 255), dither: dither)
        var palette = (0..<image.palette.count).map { index in
            let shown = image.palette.shown(index)
            return Pixel(
                red: UInt8(clamping: shown.x), green: UInt8(clamping: shown.y), blue: UInt8(clamping: shown.z))
        }
        if isFilled {
            self.colors = .indexed(image.indices, palette: palette)
            png = PNG.encode(indices: image.indices, width: width, height: height, palette: palette)
            return
        }
        palette.insert(Pixel(red: 0, green: 0, blue: 0, alpha: 0), at: 0)
        var indices = [UInt8](repeating: 0, count: width * height)
        for y in 0..<pixels.height {
            for x in 0..<pixels.width { indices[y * width + x] = image.indices[y * pixels.width + x] + 1 }
        }
        self.colors = .indexed(indices, palette: palette)
        png = PNG.encode(indices: indices, width: width, height: height, palette: palette)
    }

    /// A PNG of some cells.
    ///
    /// - Parameter part: relative to the preview's top-left cell; within `content`.
    func png(of part: CellRange) -> [UInt8] {
        let x = (part.columns.lowerBound - content.columns.lowerBound) * grid.width
        let y = (part.rows.lowerBound - content.rows.lowerBound) * grid.height
        let (width, height) = (part.columns.count * grid.width, part.rows.count * grid.height)
        if (width, height) == (self.width, self.height) { return png }
        switch colors {
        case .full(let bitmap): return PNG.encode(bitmap.cropped(x: x, y: y, width: width, height: height))
        case .indexed(let all, let palette):
            var indices: [UInt8] = []
            indices.reserveCapacity(width * height)
            for row in y..<y + height { indices += all[row * self.width + x..<row * self.width + x + width] }
            return PNG.encode(indices: indices, width: width, height: height, palette: palette)
        }
    }
}

extension Bitmap {
    /// The bitmap at the top left of a larger, transparent one.
    fileprivate func extended(width: Int, height: Int) -> Bitmap {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * 4)
        for y in 0..<self.height {
            bytes += self.bytes[y * self.width * 4..<(y + 1) * self.width * 4]
            bytes += repeatElement(0, count: (width - self.width) * 4)
        }
        bytes += repeatElement(0, count: (height - self.height) * width * 4)
        return Bitmap(width: width, height: height, bytes: bytes)
    }
}
