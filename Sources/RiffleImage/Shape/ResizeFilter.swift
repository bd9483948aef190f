#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How the pixels of another size are made.
public enum ResizeFilter: Sendable, Hashable, CaseIterable {
    /// Lanczos-3 where it becomes smaller, after averaging whole blocks when it becomes much smaller; Catmull–Rom where
    /// it becomes larger.
    case automatic
    /// The pixel under the middle of the new one.
    case nearest
    /// The average of the area under the new pixel. An old pixel under two new ones counts for both by its share, except
    /// where eight or more make one, too many for that to be seen: there it counts for the one under which its middle
    /// lies, as in other programs.
    case area
    /// Cubic through the pixels, a little sharper than a camera: the usual choice for enlarging.
    case catmullRom
    /// Windowed sinc over three lobes: the sharpest, with slight rings along hard edges.
    case lanczos3

    /// Old pixels a side of a new one from which on `area` splits none.
    static let crowd = 8.0
}

/// The curve by which a neighbour counts, by its distance in pixels of the coarser grid.
enum ResizeKernel {
    case catmullRom
    case lanczos3

    /// Distance from which on a neighbour does not count.
    var radius: Double {
        switch self {
        case .catmullRom: 2
        case .lanczos3: 3
        }
    }

    /// The weight at a distance; weights are normalised by who uses them.
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
