internal import CKernels
internal import RiffleImage

extension Plane {
    /// Smoothed along strokes, which may bend, by a Gaussian.
    ///
    /// - Parameters:
    ///   - field: equally large.
    ///   - sigma: in pixels.
    ///   - reach: in pixels to each side.
    /// Source: line integral convolution, Cabral, Leedom, SIGGRAPH 1993.
    func smoothed(along field: StrokeField, sigma: Float, reach: Float, crew: Crew = .alone) -> Plane {
        let (width, height) = (width, height)
        // Smooth kernels lose nothing when they are sampled at up to 0.4 of their deviation.
        let hop = max(1, 0.4 * sigma)
        let steps = max(1, Int(reach / hop))
        let weights = (0...steps).map { Portable.exp(-0.5 * Float($0 * $0) * hop * hop / (sigma * sigma)) }
        let result = Plane(width: width, height: height)
        crew.rows(height) { y in
            if crew.halted() { return result.row(y).update(from: self.row(y), count: width) }
            ck_smooth_along(
                self.values, field.x.values, field.y.values, Int32(width), Int32(height), Int32(y), weights,
                Int32(steps), hop, result.row(y))
        }
        return result
    }

    /// The difference of two Gaussians across strokes: negative on lines that are darker than what is beside them.
    ///
    /// - Parameters:
    ///   - field: equally large.
    ///   - sigma: of the narrow Gaussian in pixels.
    ///   - ratio: of the wide one to it.
    ///   - weight: of the wide one, 0…1.
    /// Source: flow-based difference of Gaussians, Kang, Lee, Chui, "Coherent line drawing", NPAR 2007.
    func contrast(
        across field: StrokeField, sigma: Float, ratio: Float = 1.6, weight: Float = 1, crew: Crew = .alone
    ) -> Plane {
        let (width, height) = (width, height)
        let hop = max(1, 0.8 * sigma)
        let steps = max(1, Int((2.5 * sigma * ratio / hop).rounded(.up)))
        var narrow = (-steps...steps).map { Portable.exp(-0.5 * Float($0 * $0) * hop * hop / (sigma * sigma)) }
        var wide = (-steps...steps).map {
            Portable.exp(-0.5 * Float($0 * $0) * hop * hop / (sigma * sigma * ratio * ratio))
        }
        let (sumNarrow, sumWide) = (narrow.reduce(0, +), wide.reduce(0, +))
        narrow = narrow.map { $0 / sumNarrow }
        wide = wide.map { $0 / sumWide * weight }
        let kernel = zip(narrow, wide).map { $0 - $1 }
        let result = Plane(width: width, height: height)
        crew.rows(height) { y in
            if crew.halted() { return result.row(y).update(repeating: 0, count: width) }
            ck_filter_across(
                self.values, field.x.values, field.y.values, Int32(width), Int32(height), Int32(y), kernel,
                Int32(steps), hop, result.row(y))
        }
        return result
    }

    /// Ink 0…1 of the lines that a pen would draw along the edges of a lightness.
    ///
    /// - Parameters:
    ///   - sigma: half the width of a line in pixels, about.
    ///   - smoothing: deviation in pixels along the line.
    func lines(_ field: StrokeField, sigma: Float, smoothing: Float, crew: Crew = .alone) -> Plane {
        let contrast = contrast(across: field, sigma: sigma, weight: 0.985, crew: crew)
        let smooth = contrast.smoothed(along: field, sigma: smoothing, reach: 2 * smoothing, crew: crew)
        return smooth.map { $0 < -0.004 ? Portable.tanh(-($0 + 0.004) * 120) : 0 }
    }
}
