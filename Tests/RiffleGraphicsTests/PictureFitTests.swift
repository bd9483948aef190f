import RiffleImage
import Testing

@testable import RiffleGraphics

@Suite struct PictureFitTests {
    private func fit(
        _ width: Int, _ height: Int, in columns: Int, _ rows: Int, cell: CellSize = .assumed, grid: CellSize? = nil,
        scale: Double? = nil, center: (x: Double, y: Double) = (0.5, 0.5)
    ) -> PictureFit {
        PictureFit(
            picture: PixelSize(width: width, height: height), columns: columns, rows: rows, cell: cell,
            grid: grid ?? CellSize(width: 1, height: 2), scale: scale, center: center)
    }

    @Test("a square picture is square on the screen, whatever the aspect ratio of the cell")
    func proportions() {
        #expect((fit(1024, 1024, in: 80, 40).width, fit(1024, 1024, in: 80, 40).height) == (80, 80))
        // With 8×17 cells, 40 rows are 680 pixels high, which is 85 columns, but only 80 are available.
        let tall = fit(1024, 1024, in: 80, 40, cell: CellSize(width: 8, height: 17))
        #expect((tall.width, tall.height) == (80, 75))
        let pixels = fit(
            1024, 1024, in: 80, 40, cell: CellSize(width: 8, height: 17), grid: CellSize(width: 8, height: 17))
        #expect((pixels.width, pixels.height) == (640, 640))
    }

    @Test("a small picture is centred")
    func centered() {
        let wide = fit(200, 100, in: 40, 40)
        #expect((wide.column, wide.row, wide.width, wide.height) == (0, 15, 40, 20))
    }

    @Test("a small picture is enlarged at most eight times")
    func enlargement() {
        let icon = fit(16, 16, in: 300, 300, grid: .assumed)
        #expect((icon.width, icon.height) == (128, 128))
    }

    @Test("the view stays inside the picture", arguments: [(0.0, 0.0), (1, 1), (0.5, 0.5), (-3, 9), (.nan, .infinity)])
    func panning(x: Double, y: Double) {
        for scale in [0.3, 1, 3.7, 40, 1e9] {
            let view = fit(2000, 1500, in: 40, 20, grid: .assumed, scale: scale, center: (x, y))
            #expect(view.source.x >= 0 && view.source.x + view.source.width <= 2000.000001)
            #expect(view.source.y >= 0 && view.source.y + view.source.height <= 1500.000001)
            #expect((1...400).contains(view.width) && (1...400).contains(view.height))
        }
    }

    @Test("at scale 1 a screen pixel is a picture pixel")
    func actualSize() throws {
        let bitmap = Bitmap.scene(width: 900, height: 700)
        let options = PreviewOptions(method: .sixel(registers: 256), sliceBytes: 0)
        let preview = Preview(of: bitmap, columns: 10, rows: 5, scale: 1, x: 1, y: 0, options: options)
        let picture = try SixelPicture(decoding: Array(preview.streamed().dropLast()))
        #expect((picture.width, picture.height) == (100, 100))
        var corner = Bitmap(width: 100, height: 100)
        for y in 0..<100 { for x in 0..<100 { corner[x, y] = bitmap[800 + x, y] } }
        #expect(corner.squaredError(to: picture.pixels) < 60)
    }

    @Test("any picture fits any area", arguments: [(1, 8000), (8000, 1), (3, 2), (1, 1)])
    func extremes(width: Int, height: Int) throws {
        let bitmap = Bitmap(width: width, height: height, fill: Pixel(red: 1, green: 2, blue: 3, alpha: 255))
        for method in [GraphicsMethod.half(.truecolor), .sixel(registers: 16), .ascii(.mono)] {
            for (columns, rows) in [(1, 1), (5, 1), (1, 5), (30, 10)] {
                var screen = CellScreen(columns: columns, rows: rows)
                let preview = Preview(of: bitmap, columns: columns, rows: rows, options: PreviewOptions(method: method))
                try screen.write(preview.bytes(column: 0, row: 0))
            }
        }
    }
}
