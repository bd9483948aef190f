#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The resampling filter.
public enum ResizeFilter: Sendable, Hashable, CaseIterable {
    /// Lanczos-3 for shrinking, with block averaging first when shrinking a lot; Catmull–Rom for enlarging.
    case automatic
    /// The source pixel under the centre of the output pixel.
    case nearest
    /// The mean of the area under the output pixel. A source pixel under two output pixels is split between them. If
    /// eight or more source pixels make one output pixel, it counts only for the one that contains its centre, as in
    /// other programs; the difference is invisible.
    case area
    /// Cubic interpolation, slightly sharpening: the usual choice for enlarging.
    case catmullRom
    /// Windowed sinc with three lobes: the sharpest, with slight ringing along hard edges.
    case lanczos3

    /// Source pixels per output pixel, on one axis, from which `area` splits none.
    static let crowd = 8.0
}

/// A resampling kernel: weight by distance, in pixels of the coarser grid.
enum ResizeKernel {
    case catmullRom
    case lanczos3

    /// Distance beyond which the weight is 0.
    var radius: Double {
        switch self {
        case .catmullRom: 2
        case .lanczos3: 3
        }
    }

    /// The weight at a distance, not normalised.
    ///
    /// Source: Keys, "Cubic convolution interpolation", 1981, a = −1/2; Turkowski, "Filters for common resampling
    /// tasks", 1990 (Lanczos).
    func weight(at distance: Double) -> Double {
        let d = abs(distance)
        guard d < radius else { return 0 }
        switch self {
        case .catmullRom:
            return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2
        case .lanczos3:
            if d < 1e-8 { return 1 }
            let x = d * Double.pi
            return 3 * sin(x) * sin(x / 3) / (x * x)
        }
    }
}
