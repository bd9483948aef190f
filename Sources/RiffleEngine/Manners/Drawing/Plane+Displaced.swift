internal import RiffleImage

/// Shifts of places that make edges wander as a hand's or water's do.
struct Wander {
    private let x: Plane
    private let y: Plane

    /// - Parameter scale: of the waves in pixels.
    init(width: Int, height: Int, scale: Float, seed: UInt64, stream: Int, crew: Crew) {
        func noise(_ number: Int) -> Plane {
            .noise(width: width, height: height, scale: scale, seed: seed, stream: stream + number, crew: crew)
        }
        (x, y) = (noise(0), noise(1))
    }

    /// A plane with its places shifted by `amount` pixels, in deviation.
    func moved(_ plane: Plane, by amount: Float, crew: Crew) -> Plane {
        Plane(like: plane, crew: crew) { px, py in
            plane.sample(Float(px) + amount * x[px, py], Float(py) + amount * y[px, py])
        }
    }

    func moved(_ canvas: Canvas, by amount: Float, crew: Crew) -> Canvas {
        Canvas(width: canvas.width, height: canvas.height, crew: crew) { px, py in
            canvas.sample(Float(px) + amount * x[px, py], Float(py) + amount * y[px, py])
        }
    }
}

extension Canvas {
    /// The pixel at a point, linear between pixels; points outside count as the nearest inside.
    @inline(__always)
    func sample(_ x: Float, _ y: Float) -> SIMD4<Float> {
        Neighbors(x, y, width: width, height: height).value(of: pixels)
    }
}
