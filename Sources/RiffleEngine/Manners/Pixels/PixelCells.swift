internal import RiffleImage

/// The cells of pixel art, one pixel each.
struct PixelCells: Finding {
    /// Every pixel is opaque or clear.
    private(set) var cells: Bitmap
    /// Cells by their colours.
    private(set) var families: PaletteMap.Families
    /// Where the first cell's left and top edges and all others lie, in pixels of the whole source.
    private let pitch: Float
    private let left: Float
    private let top: Float

    /// Colours that lossy art is brought down to, at most.
    private static let roughColors = 24

    init(of study: PictureStudy) {
        let source = study.whole
        let lattice =
            study[KindOfSource.self].lattice ?? CellLattice(pitch: 1, left: 0, top: 0, isRough: false)
        let pitch = lattice.pitch
        func first(_ offset: Float) -> Float { offset > 0.01 ? offset - pitch : 0 }
        (self.pitch, left, top) = (pitch, first(lattice.left), first(lattice.top))
        func count(_ side: Int, _ start: Float) -> Int {
            max(1, Int(((Float(side) - start) / pitch - 0.25).rounded(.up)))
        }
        let (columns, rows) = (count(source.width, left), count(source.height, top))
        var cells = Bitmap(width: columns, height: rows)
        for y in 0..<rows {
            for x in 0..<columns {
                let px = Int(left + (Float(x) + 0.5) * pitch)
                let py = Int(top + (Float(y) + 0.5) * pitch)
                var color = source[min(max(px, 0), source.width - 1), min(max(py, 0), source.height - 1)]
                color.alpha = color.alpha > 127 ? 255 : 0
                cells[x, y] = color.alpha == 0 ? Pixel(red: 0, green: 0, blue: 0, alpha: 0) : color
            }
        }
        self.cells = lattice.isRough ? PixelCells.evened(cells) : cells
        families = PixelCells.families(of: self.cells)
    }

    private static func families(of cells: Bitmap) -> PaletteMap.Families {
        PaletteMap.Families(
            cells.colors.map { color, count in
                (Lab(red: color.red, green: color.green, blue: color.blue), Float(count))
            })
    }

    /// Few colours again, after compression made many of them.
    private static func evened(_ cells: Bitmap) -> Bitmap {
        let lab = LabPicture(cells)
        let clusters = ColorClusters(of: lab, count: roughColors, seed: 0)
        let colors = clusters.colors.map { color in
            let light = color.linear
            return Pixel(red: SRGB.byte(light.r), green: SRGB.byte(light.g), blue: SRGB.byte(light.b))
        }
        var result = cells
        for y in 0..<cells.height {
            for x in 0..<cells.width where cells[x, y].alpha > 0 {
                result[x, y] = colors[clusters.nearest(to: lab[y * cells.width + x])]
            }
        }
        return result
    }

    /// The same cells in other colours, one for one.
    func recolored(_ map: (Lab) -> Lab) -> PixelCells {
        var made: [Pixel: Pixel] = [:]
        for (color, _) in cells.colors {
            let light = map(Lab(red: color.red, green: color.green, blue: color.blue)).linear
            made[color] = Pixel(red: SRGB.byte(light.r), green: SRGB.byte(light.g), blue: SRGB.byte(light.b))
        }
        return with { color, _, _ in color.alpha == 0 ? color : made[color]! }
    }

    /// The same lattice with other cells.
    func with(_ cell: (_ color: Pixel, _ x: Int, _ y: Int) -> Pixel) -> PixelCells {
        var result = self
        for y in 0..<cells.height {
            for x in 0..<cells.width { result.cells[x, y] = cell(cells[x, y], x, y) }
        }
        return result
    }

    /// The cells at the size of the results, each of one colour to its edges.
    /// - Parameter parts: how many cells of a bitmap stand for one of this lattice, along each side.
    func enlarged(_ study: PictureStudy, parts: Int = 1, of bitmap: Bitmap? = nil) -> Bitmap {
        let source = bitmap ?? cells
        let (width, height) = (study.width, study.height)
        func places(_ count: Int, _ whole: Int, _ shown: Int, _ start: Float, _ cells: Int) -> [Int] {
            let cut = Float((whole - shown) / 2)
            let scale = Float(shown) / Float(count)
            return (0..<count).map { x in
                let place = ((Float(x) + 0.5) * scale + cut - start) / pitch * Float(parts)
                return min(max(Int(place), 0), cells - 1)
            }
        }
        let columns = places(width, study.whole.width, study.original.width, left, source.width)
        let rows = places(height, study.whole.height, study.original.height, top, source.height)
        var result = Bitmap(width: width, height: height)
        source.withPixels { pixels in
            result.withMutablePixels { target in
                for y in 0..<height {
                    let row = rows[y] * source.width
                    for x in 0..<width {
                        for c in 0..<4 { target[4 * (y * width + x) + c] = pixels[4 * (row + columns[x]) + c] }
                    }
                }
            }
        }
        return result
    }
}

extension Bitmap {
    /// The colours of opaque pixels with how many have each, in the order of their first pixels.
    var colors: [(color: Pixel, count: Int)] {
        var places: [Pixel: Int] = [:]
        var colors: [(color: Pixel, count: Int)] = []
        for y in 0..<height {
            for x in 0..<width where self[x, y].alpha == 255 {
                let color = self[x, y]
                if let place = places[color] {
                    colors[place].count += 1
                } else {
                    places[color] = colors.count
                    colors.append((color, 1))
                }
            }
        }
        return colors
    }
}
