import RiffleGraphics
import RiffleImage
import RiffleUI

/// How a picture with drawings on it is shown: the thickness of lines, and the visible part.
struct MaskLook {
    /// Picture pixels per screen pixel, at least 1.
    let grain: Int
    /// Picture pixels per pixel of the sketch.
    let scale: Double
    /// Screen pixels per picture pixel; nil: the whole picture is shown.
    private let zoom: Double?
    private let placement: Placement
    private let options: PreviewOptions

    /// - Parameter options: contain the size of screen pixels.
    init(of bitmap: Bitmap, sketchWidth: Int, in placement: Placement, options: PreviewOptions) {
        (self.placement, self.options) = (placement, options)
        let viewport = placement.viewport
        scale = Double(bitmap.width) / Double(max(1, sketchWidth))
        let shown = options.method.isMosaic ? (2, 3) : (options.cell.width, options.cell.height)
        let fit = max(
            Double(bitmap.width) / Double(placement.rect.columns * shown.0),
            Double(bitmap.height) / Double(placement.rect.rows * shown.1))
        let scale = scale
        zoom = viewport.scale.map { $0 / scale }
        let coarse = options.method.isMosaic ? Double(options.cell.width) / 2 : 1
        grain = max(1, Int((zoom.map { coarse / $0 } ?? fit).rounded()))
    }

    func preview(of bitmap: Bitmap) -> Preview {
        Preview(
            of: bitmap, columns: placement.rect.columns, rows: placement.rect.rows, scale: zoom,
            x: placement.viewport.x, y: placement.viewport.y, options: options)
    }
}
