import RiffleGraphics
import RiffleUI

/// A picture, the part of it, its room on the screen and how it is drawn: what makes one preview.
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
        // What lies around a picture does not change it.
        self.options.margin = .terminalDefault
    }
}

/// Previews that were made, as many as fit the room: a picture seen again is not encoded again.
struct PreviewShelf {
    /// Bytes of all previews together.
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

    /// Puts a preview on the shelf; those that were not taken for longest make way. The last one put always fits.
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
