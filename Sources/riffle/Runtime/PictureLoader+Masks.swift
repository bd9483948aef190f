import RiffleGraphics
import RiffleImage
import RiffleUI

/// The picture that a mask is painted on, at a workable size, with the mask as it was last rendered.
struct MaskCanvas: Sendable {
    /// Maximum length of the longer side in pixels.
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

    /// - Parameter options: contain the size of screen pixels.
    func preview(_ sketch: MaskSketch, in placement: Placement, options: PreviewOptions) -> Preview {
        let look = MaskLook(of: bitmap, sketchWidth: sketch.width, in: placement, options: options)
        return look.preview(
            of: bitmap.masked(by: raster, pointer: sketch.pointer, grain: look.grain, scale: look.scale))
    }

    @concurrent static func made(_ picture: PictureID, _ whole: Bitmap, _ sketch: MaskSketch) async -> MaskCanvas {
        MaskCanvas(picture, whole, sketch)
    }

    /// Renders the sketch on the canvas and makes its preview.
    @concurrent func shown(
        _ sketch: MaskSketch, in placement: Placement, options: PreviewOptions
    ) async -> (MaskCanvas, Preview?) {
        var next = self
        next.raster.follow(sketch, over: bitmap)
        return (next, Task.isCancelled ? nil : next.preview(sketch, in: placement, options: options))
    }
}
