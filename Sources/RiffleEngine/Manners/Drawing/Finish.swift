internal import RiffleImage

extension PictureStudy {
    /// A picture of colours, with the source's transparency, and its white ground where it has one.
    ///
    /// - Parameters:
    ///   - byte: of a value, 0 for black and 1 for white; of values in sRGB where none is given.
    ///   - color: of the pixel at (x, y), red, green and blue.
    @inline(__always)
    func bitmap(
        crew: Crew, byte: @Sendable (Float) -> UInt8 = { UInt8(min(max($0, 0), 1) * 255 + 0.5) },
        _ color: @Sendable (_ x: Int, _ y: Int) -> SIMD4<Float>
    ) -> Bitmap {
        let solid = self[SolidSource.self]
        let (width, height) = (solid.lab.width, solid.lab.height)
        var bitmap = Bitmap(width: width, height: height)
        bitmap.withMutablePixels { pixels in
            let target = MutablePointer(pixels.baseAddress!)
            crew.rows(height) { y in
                if crew.halted() { return }
                for x in 0..<width {
                    let i = y * width + x
                    var value = color(x, y)
                    if let shown = solid.shown { value = 1 + (value - 1) * shown.values[i] }
                    let p = target.address + 4 * i
                    (p[0], p[1], p[2]) = (byte(value.x), byte(value.y), byte(value.z))
                    p[3] = UInt8(min(max(solid.lab.alpha.values[i], 0), 1) * 255 + 0.5)
                }
            }
        }
        return bitmap
    }

    /// The colour of paper, white where the picture's ground is kept.
    func paperColor(_ red: Float, _ green: Float, _ blue: Float) -> SIMD4<Float> {
        self[SolidSource.self].keepsGround ? .one : SIMD4(red, green, blue, 0)
    }
}
