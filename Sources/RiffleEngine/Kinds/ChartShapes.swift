internal import RiffleImage

/// Shapes that only charts have: discs cut into sectors, and equal discs joined by lines.
struct ChartShapes {
    private let bitmap: Bitmap
    private let frame: (UInt8, UInt8, UInt8)

    /// - Parameters:
    ///   - bitmap: opaque.
    ///   - frame: the median colour of its frame.
    init(_ bitmap: Bitmap, frame: (UInt8, UInt8, UInt8)) {
        self.bitmap = bitmap
        self.frame = frame
    }

    /// The pixels that differ from the frame by more than some levels.
    private func figure(_ levels: Int) -> Mask {
        var mask = Mask(width: bitmap.width, height: bitmap.height)
        bitmap.withPixels { pixels in
            for i in mask.bytes.indices {
                let step = max(
                    abs(Int(pixels[4 * i]) - Int(frame.0)), abs(Int(pixels[4 * i + 1]) - Int(frame.1)),
                    abs(Int(pixels[4 * i + 2]) - Int(frame.2)))
                mask.bytes[i] = step > levels ? 1 : 0
            }
        }
        return mask
    }

    /// The colours of a large disc's sectors, each the same from the middle to the rim; 0 where there is no such disc.
    var sectors: Int {
        let parts = ConnectedParts(figure(12).opened(2)).parts
        guard let disc = parts.max(by: { $0.area < $1.area }) else { return 0 }
        let (w, h) = (disc.width, disc.height)
        let fill = Float(disc.area) / Float(w * h)
        guard 20 * w * h >= bitmap.width * bitmap.height, 25 * abs(w - h) <= max(w, h), abs(fill - 0.785_4) <= 0.03
        else {
            return 0
        }
        let (x, y) = (Float(disc.left) + Float(w) / 2, Float(disc.top) + Float(h) / 2)
        var colors: [(color: Pixel, count: Int)] = []
        var same = 0
        for step in 0..<180 {
            let (sin, cos) = Portable.sinCos(Float(step) * 0.034_906_585)
            let pixels = ([0.35, 0.6, 0.85] as [Float]).map { share in
                bitmap[Int(x + share * Float(w) / 2 * cos), Int(y + share * Float(w) / 2 * sin)]
            }
            guard pixels[0].isNear(pixels[1], 11), pixels[1].isNear(pixels[2], 11) else { continue }
            same += 1
            if let i = colors.firstIndex(where: { $0.color.isNear(pixels[1], 24) }) {
                colors[i].count += 1
            } else {
                colors.append((pixels[1], 1))
            }
        }
        return same > 153 ? colors.count { $0.count >= 6 } : 0
    }

    /// Whether four fifths of the parts could be discs of one size: a quick look before the exact one.
    private func hasEqualParts(_ mask: Mask) -> Bool {
        let parts = ConnectedParts(mask).parts
        guard (4...200).contains(parts.count) else { return false }
        let size = parts.map(\.width).sorted()[parts.count / 2]
        let alike = parts.count { part in
            abs(part.width - size) <= 3 + size / 8 && abs(part.width - part.height) <= 3 + part.width / 8
        }
        return 5 * alike >= 4 * parts.count
    }

    /// The equal discs of a network, joined by thin lines; 0 where there are fewer than four.
    var nodes: Int {
        let figure = figure(40)
        let total = figure.count
        guard 5 * total < 3 * figure.bytes.count else { return 0 }
        let inside = Plane.distance(to: figure.inverted)
        for diameter in [25, 15, 9, 5] as [Float] {
            let core = Mask(inside, above: diameter / 2)
            guard hasEqualParts(core) else { continue }
            let around = Plane.distance(to: core)
            let opened = Mask(width: core.width, height: core.height) { around.values[$0] <= diameter / 2 }
            let parts = ConnectedParts(opened).parts
            guard (4...200).contains(parts.count) else { continue }
            let discs = parts.filter { part in
                let (w, h) = (Float(part.width), Float(part.height))
                return abs(w - h) <= max(2, 0.12 * w) && abs(Float(part.area) / (w * h) - 0.785) < 0.09
            }
            guard !discs.isEmpty else { continue }
            let size = Float(discs.map(\.width).sorted()[discs.count / 2])
            let equal = discs.count { abs(Float($0.width) - size) <= max(1.5, 0.12 * size) }
            let wide = opened.dilated(1)
            let covered = zip(wide.bytes, figure.bytes).reduce(0) { $0 + Int($1.0 & $1.1) }
            let area = parts.reduce(0) { $0 + $1.area }
            if equal >= 4, 5 * equal >= 4 * parts.count, Float(total - covered) > 6 * size,
                5 * area < figure.bytes.count
            {
                return equal
            }
        }
        return 0
    }
}

extension Pixel {
    fileprivate func isNear(_ other: Pixel, _ levels: Int) -> Bool {
        abs(Int(red) - Int(other.red)) <= levels && abs(Int(green) - Int(other.green)) <= levels
            && abs(Int(blue) - Int(other.blue)) <= levels
    }
}
