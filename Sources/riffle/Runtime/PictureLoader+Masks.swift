import RiffleGraphics
import RiffleImage
import RiffleUI

/// The picture that a mask is painted on, ready to be shown with it: of a workable size, with the mask as far as it was
/// painted when it was shown last.
struct MaskCanvas: Sendable {
    /// Pixels of the longer side that a mask is shown at, at the most.
    static let side = 1536

    let picture: PictureID
    let bitmap: Bitmap
    var raster: MaskRaster

    init(_ picture: PictureID, _ whole: Bitmap, _ sketch: MaskSketch) {
        self.picture = picture
        let longer = max(whole.width, whole.height)
        if longer > MaskCanvas.side {
            bitmap = whole.resized(
                width: max(1, whole.width * MaskCanvas.side / longer),
                height: max(1, whole.height * MaskCanvas.side / longer))
        } else {
            bitmap = whole
        }
        raster = MaskRaster(of: sketch, width: bitmap.width, height: bitmap.height)
    }

    /// - Parameter options: tell how large the pixels of the screen are.
    func preview(_ sketch: MaskSketch, in placement: Placement, options: PreviewOptions) -> Preview {
        let viewport = placement.viewport
        let scale = Double(bitmap.width) / Double(max(1, sketch.width))
        let shown = options.method.isMosaic ? (2, 3) : (options.cell.width, options.cell.height)
        let fit = max(
            Double(bitmap.width) / Double(placement.rect.columns * shown.0),
            Double(bitmap.height) / Double(placement.rect.rows * shown.1))
        // Screen pixels a picture pixel, at this size of the picture.
        let zoom = viewport.scale.map { $0 / scale }
        let coarse = options.method.isMosaic ? Double(options.cell.width) / 2 : 1
        let grain = max(1, Int((zoom.map { coarse / $0 } ?? fit).rounded()))
        let composed = bitmap.masked(by: raster, pointer: sketch.pointer, grain: grain, scale: scale)
        return Preview(
            of: composed, columns: placement.rect.columns, rows: placement.rect.rows, scale: zoom, x: viewport.x,
            y: viewport.y, options: options)
    }

    @concurrent static func made(_ picture: PictureID, _ whole: Bitmap, _ sketch: MaskSketch) async -> MaskCanvas {
        MaskCanvas(picture, whole, sketch)
    }

    /// The canvas with the sketch carried out, and its preview.
    @concurrent func shown(
        _ sketch: MaskSketch, in placement: Placement, options: PreviewOptions
    ) async -> (MaskCanvas, Preview?) {
        var next = self
        next.raster.follow(sketch, over: bitmap)
        return (next, Task.isCancelled ? nil : next.preview(sketch, in: placement, options: options))
    }
}
