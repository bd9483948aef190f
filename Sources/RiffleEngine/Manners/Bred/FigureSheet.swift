internal import RiffleImage

/// Puts a figure back on the clear or one-coloured ground that it came on; that stays exactly as it was.
struct FigureSheet {
    private let figure: Figure
    private let picture: Bitmap

    private var background: Pixel? {
        if case .plain(let pixel) = figure.ground { pixel } else { nil }
    }

    /// - Parameter picture: the source, as large as the figure.
    init(_ figure: Figure, _ picture: Bitmap) { (self.figure, self.picture) = (figure, picture) }

    /// - Parameters:
    ///   - lab: the figure's colours, without the ground's.
    ///   - alpha: how much of each pixel is the figure's, 0…1.
    func bitmap(_ lab: LabPicture, alpha: Plane, crew: Crew) -> Bitmap {
        let background = background
        var result = picture
        let behind = background.map { pixel in
            [pixel.red, pixel.green, pixel.blue].map { SRGB.toLinear[Int($0)] }
        }
        result.withMutablePixels { pixels in
            let target = MutablePointer(pixels.baseAddress!)
            crew.rows(picture.height) { y in
                for i in y * picture.width..<(y + 1) * picture.width {
                    let p = target.address + 4 * i
                    let share = min(max(alpha.values[i], 0), 1)
                    if share <= 0.002 {
                        if let background {
                            (p[0], p[1], p[2], p[3]) = (background.red, background.green, background.blue, 255)
                        } else {
                            p[3] = 0
                        }
                        continue
                    }
                    let light = lab[i].linear
                    let own = SIMD3(light.r, light.g, light.b)
                    guard let behind else {
                        (p[0], p[1], p[2]) = (SRGB.byte(own.x), SRGB.byte(own.y), SRGB.byte(own.z))
                        p[3] = UInt8(share * 255 + 0.5)
                        continue
                    }
                    // Pictures are drawn and smoothed in encoded values, so these are mixed.
                    for c in 0..<3 {
                        let (a, b) = (Float(SRGB.byte(own[c])), Float(SRGB.byte(behind[c])))
                        p[c] = UInt8(b + (a - b) * share + 0.5)
                    }
                }
            }
        }
        return result
    }
}

extension LabPicture {
    /// Of linear light: red, green, blue.
    init(linear planes: [Plane]) {
        self.init(width: planes[0].width, height: planes[0].height)
        for i in 0..<planes[0].count {
            self[i] = Lab(linear: planes[0].values[i], planes[1].values[i], planes[2].values[i])
        }
    }

    /// Red, green, blue in linear light, cut to 0…1.
    var linearPlanes: [Plane] {
        let planes = (0..<3).map { _ in Plane(width: width, height: height) }
        for i in 0..<width * height {
            let light = self[i].linear
            planes[0].values[i] = min(max(light.r, 0), 1)
            planes[1].values[i] = min(max(light.g, 0), 1)
            planes[2].values[i] = min(max(light.b, 0), 1)
        }
        return planes
    }

    func resized(to newWidth: Int, _ newHeight: Int) -> LabPicture {
        func resized(_ plane: Plane) -> Plane { plane.resized(width: newWidth, height: newHeight) }
        return LabPicture(resized(l), resized(a), resized(b), alpha: resized(alpha))
    }

    /// Smaller by a factor below 1.
    func resized(_ scale: Float) -> LabPicture {
        resized(to: max(1, Int(Float(width) * scale)), max(1, Int(Float(height) * scale)))
    }

    init(_ l: Plane, _ a: Plane, _ b: Plane, alpha: Plane) {
        self.init(width: 1, height: 1)
        (self.l, self.a, self.b, self.alpha) = (l, a, b, alpha)
    }
}

extension StageLayer {
    /// A soft dark patch where what stands free touches the ground.
    func contactShadow(_ placing: Placing, width: Int, height: Int, unit: Float) -> Plane {
        let wide = 0.42 * Float(columns.count)
        return Plane(width: width, height: height) { x, y in
            let (u, v) = ((Float(x) - placing.x) / wide, (Float(y) - placing.foot + 3 * unit) / (0.16 * wide))
            let square = u * u + v * v
            return square > 4 ? 0 : 0.45 * Portable.exp(-1.6 * square)
        }
    }
}
