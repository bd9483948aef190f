import RiffleGraphics
import RiffleUI

/// The key of a preview: the picture, its visible part, its size on the screen, and the way to draw it.
struct PreviewKey: Hashable {
    var picture: PictureID
    var size: Size
    var viewport: Viewport
    var options: PreviewOptions

    init(_ placement: Placement, _ options: PreviewOptions) {
        picture = placement.picture
        size = placement.rect.size
        viewport = placement.viewport
        self.options = options
        // The margin does not change the picture.
        self.options.margin = .terminalDefault
    }
}

/// A cache of previews, so that a picture is not encoded again when it is shown again.
struct PreviewShelf {
    /// Size of all previews in bytes.
    private let room: Int
    private var used = 0
    private var previews: [PreviewKey: (preview: Preview, size: Int, lastUse: Int)] = [:]
    private var uses = 0

    init(room: Int = 64 << 20) { self.room = room }

    func holds(_ key: PreviewKey) -> Bool { previews[key] != nil }

    mutating func take(_ key: PreviewKey) -> Preview? {
        uses += 1
        previews[key]?.lastUse = uses
        return previews[key]?.preview
    }

    /// Adds a preview and evicts the least recently used ones. The newest one is always kept.
    mutating func put(_ preview: Preview, for key: PreviewKey) {
        uses += 1
        let size = preview.footprint
        used += size - (previews.removeValue(forKey: key)?.size ?? 0)
        while used > room, let oldest = previews.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            used -= oldest.value.size
            previews[oldest.key] = nil
        }
        previews[key] = (preview, size, uses)
    }
}
