import RiffleImage
import RiffleUI

extension Bitmap {
    /// Darkens and hatches everything but the subject, and draws its outline, so that it is visible without colours too.
    ///
    /// - Parameter mask: of the same size, opaque where the subject is.
    mutating func dim(outside mask: Bitmap, grain: Int) {
        let (width, height) = (width, height)
        mask.withPixels { mask in
            withMutablePixels { pixels in
                func isOut(_ x: Int, _ y: Int) -> Bool { mask[4 * (y * width + x) + 3] < 128 }
                for y in 0..<height {
                    for x in 0..<width where isOut(x, y) {
                        let place = y * width + x
                        let isEdge =
                            x >= grain && !isOut(x - grain, y) || x + grain < width && !isOut(x + grain, y)
                            || y >= grain && !isOut(x, y - grain) || y + grain < height && !isOut(x, y + grain)
                        if isEdge {
                            pixels.set(place, 255)
                            continue
                        }
                        let share = (x + y) / (4 * grain) % 2 == 0 ? 5 : 6
                        for (channel, level) in [90, 20, 130].enumerated() {
                            let under = Int(pixels[place * 4 + channel])
                            pixels[place * 4 + channel] = UInt8((under * (8 - share) + level * share) / 8)
                        }
                        pixels[place * 4 + 3] = 255
                    }
                }
            }
        }
    }

    /// Draws marks: the subject's strokes green with a white rim, the ground's red with a black one, and the box.
    mutating func draw(_ marks: MaskSketch, grain: Int, scale: Double) {
        func raster(_ isGround: Bool) -> MaskRaster {
            var sketch = MaskSketch(width: marks.width, height: marks.height)
            sketch.steps = marks.steps.compactMap { step in
                guard case .stroke(let spots, let radius, let erases) = step else {
                    return step == .clear ? .clear : nil
                }
                return .stroke(spots, radius: radius, erases: erases != isGround)
            }
            var raster = MaskRaster(of: sketch, width: width, height: height)
            raster.follow(sketch, over: self)
            return raster
        }
        paint(raster(false), [40, 220, 90], rim: 255, grain: grain)
        paint(raster(true), [235, 40, 40], rim: 0, grain: grain)
        let box = marks.steps.last { step in
            if case .rectangle = step { true } else { false }
        }
        if case .rectangle(let a, let b, _) = box {
            draw(MaskSketch.Pointer.rectangle(a, b), grain: grain, scale: scale)
        }
    }

    private mutating func paint(_ raster: MaskRaster, _ color: [Int], rim: UInt8, grain: Int) {
        let (width, height) = (width, height)
        withMutablePixels { pixels in
            raster.painted.withUnsafeBufferPointer { painted in
                for y in 0..<height {
                    for x in 0..<width where painted[y * width + x] == 1 {
                        let place = y * width + x
                        let isRim =
                            x >= grain && painted[place - grain] == 0
                            || x + grain < width && painted[place + grain] == 0
                            || y >= grain && painted[place - grain * width] == 0
                            || y + grain < height && painted[place + grain * width] == 0
                        if isRim {
                            pixels.set(place, rim)
                            continue
                        }
                        for channel in 0..<3 {
                            pixels[place * 4 + channel] = UInt8((Int(pixels[place * 4 + channel]) + color[channel]) / 2)
                        }
                        pixels[place * 4 + 3] = 255
                    }
                }
            }
        }
    }
}
