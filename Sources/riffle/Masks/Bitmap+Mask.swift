import RiffleImage
import RiffleUI

extension Bitmap {
    /// This picture with a mask of the same size over it, tinted, hatched and outlined so that it is visible without
    /// colours too; and the brush, in black and white.
    ///
    /// - Parameters:
    ///   - grain: picture pixels per screen pixel, at least 1: the thickness of lines.
    ///   - scale: picture pixels per pixel of the sketch.
    func masked(by mask: MaskRaster, pointer: MaskSketch.Pointer?, grain: Int, scale: Double) -> Bitmap {
        var made = self
        let (width, height) = (width, height)
        made.withMutablePixels { pixels in
            mask.painted.withUnsafeBufferPointer { painted in
                for y in 0..<height {
                    for x in 0..<width where painted[y * width + x] == 1 {
                        let place = y * width + x
                        let isEdge =
                            x >= grain && painted[place - grain] == 0
                            || x + grain < width && painted[place + grain] == 0
                            || y >= grain && painted[place - grain * width] == 0
                            || y + grain < height && painted[place + grain * width] == 0
                        if isEdge {
                            pixels.set(place, 255)
                            continue
                        }
                        // A tint of 3/8 with stripes of 5/8.
                        let share = (x + y) / (4 * grain) % 2 == 0 ? 5 : 3
                        for (channel, level) in [255, 40, 150].enumerated() {
                            let under = Int(pixels[place * 4 + channel])
                            pixels[place * 4 + channel] = UInt8((under * (8 - share) + level * share) / 8)
                        }
                        pixels[place * 4 + 3] = 255
                    }
                }
            }
        }
        made.draw(pointer, grain: grain, scale: scale)
        return made
    }

    /// Draws the brush, or the unfinished rectangle, in black and white.
    mutating func draw(_ pointer: MaskSketch.Pointer?, grain: Int, scale: Double) {
        let (width, height) = (width, height)
        withMutablePixels { pixels in
            switch pointer {
            case .brush(let spot, let radius):
                let (cx, cy) = ((Double(spot.x) + 0.5) * scale, (Double(spot.y) + 0.5) * scale)
                let inner = Double(radius) * scale
                let reach = Int(inner) + 2 * grain + 1
                for y in max(0, Int(cy) - reach)..<min(height, Int(cy) + reach + 1) {
                    for x in max(0, Int(cx) - reach)..<min(width, Int(cx) + reach + 1) {
                        let (dx, dy) = (Double(x) + 0.5 - cx, Double(y) + 0.5 - cy)
                        let distance = (dx * dx + dy * dy).squareRoot() - inner
                        if distance >= 0, distance < Double(grain) {
                            pixels.set(y * width + x, 255)
                        } else if distance >= Double(grain), distance < Double(2 * grain) {
                            pixels.set(y * width + x, 0)
                        }
                    }
                }
            case .rectangle(let a, let b):
                let left = Int(Double(min(a.x, b.x)) * scale)
                let right = min(width - 1, Int(Double(max(a.x, b.x) + 1) * scale))
                let top = Int(Double(min(a.y, b.y)) * scale)
                let bottom = min(height - 1, Int(Double(max(a.y, b.y) + 1) * scale))
                for y in top...max(top, bottom) {
                    for x in left...max(left, right) {
                        let depth = min(x - left, right - x, y - top, bottom - y)
                        if depth < 2 * grain { pixels.set(y * width + x, depth < grain ? 255 : 0) }
                    }
                }
            case nil: break
            }
        }
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// Makes a pixel grey and opaque.
    func set(_ place: Int, _ level: UInt8) {
        for channel in 0..<3 { self[place * 4 + channel] = level }
        self[place * 4 + 3] = 255
    }
}
