import RiffleImage
import RiffleUI

/// A mask as pixels: the steps of a sketch, rendered at the sketch's size or another.
struct MaskRaster: Sendable {
    let width: Int
    let height: Int
    /// Row by row, one byte per pixel: 1 where it is painted.
    private(set) var painted: [UInt8]
    /// Pixels per pixel of the sketch.
    private let scale: Double
    /// The steps that have been rendered.
    private var steps: [MaskSketch.Step] = []

    /// - Parameters:
    ///   - width: of this mask in pixels, proportional to the sketch's
    ///   - height: within a pixel.
    init(of sketch: MaskSketch, width: Int, height: Int) {
        self.width = width
        self.height = height
        scale = Double(width) / Double(max(1, sketch.width))
        painted = Array(repeating: 0, count: width * height)
    }

    var isEmpty: Bool { !painted.contains(1) }

    /// Renders the steps that were added; starts again if earlier steps changed.
    ///
    /// - Parameter picture: of the same size, for its transparency.
    /// - Complexity: O(pixels) for each new step, O(pixels × distance) for one that grows or shrinks.
    mutating func follow(_ sketch: MaskSketch, over picture: Bitmap) {
        // The last step may be a stroke that is still being drawn.
        var known = steps.count
        while known > 0, !(known <= sketch.steps.count && steps[..<known].elementsEqual(sketch.steps[..<known])) {
            known -= 1
        }
        if known < steps.count {
            let isLonger = known == steps.count - 1 && known < sketch.steps.count && continues(sketch.steps[known])
            if !isLonger {
                painted = Array(repeating: 0, count: width * height)
                known = 0
            }
        }
        for step in sketch.steps[known...] { apply(step, picture) }
        steps = sketch.steps
    }

    /// Whether a step extends the last one, so that painting it again is enough.
    private func continues(_ step: MaskSketch.Step) -> Bool {
        guard case .stroke(let old, let radius, let erases) = steps.last,
            case .stroke(let new, radius, erases) = step
        else { return false }
        return new.starts(with: old)
    }

    private mutating func apply(_ step: MaskSketch.Step, _ picture: Bitmap) {
        switch step {
        case .stroke(let spots, let radius, let erases):
            for (place, spot) in spots.enumerated() {
                fill(from: spots[max(0, place - 1)], to: spot, radius: Double(radius) * scale, erases ? 0 : 1)
            }
        case .rectangle(let a, let b, let erases):
            let columns = pixels(min(a.x, b.x), max(a.x, b.x), limit: width)
            for y in pixels(min(a.y, b.y), max(a.y, b.y), limit: height) {
                for x in columns { painted[y * width + x] = erases ? 0 : 1 }
            }
        case .grow(let distance): grow(by: distance)
        case .shrink(let distance):
            invert()
            grow(by: distance)
            invert()
        case .invert: invert()
        case .clear: painted = Array(repeating: 0, count: width * height)
        case .transparent:
            guard picture.width == width, picture.height == height else { return }
            picture.withPixels { pixels in
                for place in 0..<width * height where pixels[place * 4 + 3] < 128 { painted[place] = 1 }
            }
        }
    }

    /// The pixels that cover `first` to `last` of the sketch, at least one.
    private func pixels(_ first: Int, _ last: Int, limit: Int) -> Range<Int> {
        let start = min(max(0, Int(Double(first) * scale)), limit - 1)
        return start..<min(limit, max(start + 1, Int((Double(last + 1) * scale).rounded(.up))))
    }

    private mutating func invert() {
        painted.withUnsafeMutableBufferPointer { painted in
            for place in painted.indices { painted[place] ^= 1 }
        }
    }

    /// Paints everything within `radius` of the line between two spots.
    private mutating func fill(from a: MaskSketch.Spot, to b: MaskSketch.Spot, radius: Double, _ value: UInt8) {
        let (ax, ay) = ((Double(a.x) + 0.5) * scale, (Double(a.y) + 0.5) * scale)
        let (bx, by) = ((Double(b.x) + 0.5) * scale, (Double(b.y) + 0.5) * scale)
        let reach = max(radius, 0.5)
        let (dx, dy) = (bx - ax, by - ay)
        let length = dx * dx + dy * dy
        let rows = max(0, Int(min(ay, by) - reach))..<max(0, min(height, Int(max(ay, by) + reach) + 1))
        let columns = max(0, Int(min(ax, bx) - reach))..<max(0, min(width, Int(max(ax, bx) + reach) + 1))
        painted.withUnsafeMutableBufferPointer { painted in
            for y in rows {
                for x in columns {
                    let (px, py) = (Double(x) + 0.5 - ax, Double(y) + 0.5 - ay)
                    let along = length > 0 ? min(max((px * dx + py * dy) / length, 0), 1) : 0
                    let (ex, ey) = (px - along * dx, py - along * dy)
                    if ex * ex + ey * ey <= reach * reach { painted[y * width + x] = value }
                }
            }
        }
    }

    /// Everything within a distance of what is painted: first distances along columns, then for each row the discs that
    /// reach it.
    private mutating func grow(by distance: Int) {
        let reach = max(1, Int((Double(distance) * scale).rounded()))
        let (width, height) = (width, height)
        var vertical = [Int32](repeating: Int32(reach + 1), count: width * height)
        vertical.withUnsafeMutableBufferPointer { vertical in
            painted.withUnsafeMutableBufferPointer { painted in
                for y in 0..<height {
                    for x in 0..<width {
                        let place = y * width + x
                        let above = y > 0 ? vertical[place - width] + 1 : Int32(reach + 1)
                        vertical[place] = painted[place] == 1 ? 0 : min(above, Int32(reach + 1))
                    }
                }
                for y in stride(from: height - 2, through: 0, by: -1) {
                    for x in 0..<width {
                        let place = y * width + x
                        vertical[place] = min(vertical[place], vertical[place + width] + 1)
                    }
                }
                for y in 0..<height {
                    let row = y * width
                    for x in 0..<width {
                        let up = Int(vertical[row + x])
                        guard up <= reach else { continue }
                        let across = Int(Double(reach * reach - up * up).squareRoot())
                        for other in max(0, x - across)...min(width - 1, x + across) { painted[row + other] = 1 }
                    }
                }
            }
        }
    }

    /// The mask in the form that servers accept.
    var png: [UInt8] { MaskForm(width: width, height: height, coverage: painted.map { $0 * 255 }).png }
}
