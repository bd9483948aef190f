/// Rows of a bitmap as premultiplied floating-point pixels of a blend space, whole blocks averaged into one on the way.
///
/// Layout of a pixel: red, green and blue in 0…65 535 times alpha, alpha in 0…1.
struct PixelRows {
    private let bitmap: Bitmap
    private let blockWidth: Int
    private let blockHeight: Int
    private let table: BlendTable
    /// Alpha 0…1 and the steps of the blend space, by code, ready as floats.
    private let alphas: [Float] = (0...255).map { Float($0) / 255 }
    private let steps: [Float]

    /// Pixels across and down after averaging; blocks at the right and lower edge may be of fewer pixels.
    let width: Int
    let height: Int

    init(of bitmap: Bitmap, block: (width: Int, height: Int), space: BlendSpace) {
        self.bitmap = bitmap
        blockWidth = block.width
        blockHeight = block.height
        table = BlendTable.of(space)
        steps = table.steps.map { Float($0) }
        width = (bitmap.width + block.width - 1) / block.width
        height = (bitmap.height + block.height - 1) / block.height
    }

    /// Writes the pixels `columns` of row `y` to the beginning of `output`.
    func read(row y: Int, columns: Range<Int>, into output: UnsafeMutablePointer<SIMD4<Float>>) {
        bitmap.withPixels { pixels in
            let base = pixels.baseAddress!
            if blockWidth == 1 && blockHeight == 1 {
                convert(base + (y * width + columns.lowerBound) * 4, count: columns.count, into: output)
            } else {
                average(base, row: y, columns: columns, into: output)
            }
        }
    }

    private func convert(_ pixels: UnsafePointer<UInt8>, count: Int, into output: UnsafeMutablePointer<SIMD4<Float>>) {
        steps.withUnsafeBufferPointer { steps in
            alphas.withUnsafeBufferPointer { alphas in
                for x in 0..<count {
                    let p = pixels + 4 * x
                    let alpha = alphas[Int(p[3])]
                    output[x] = SIMD4(
                        steps[Int(p[0])] * alpha, steps[Int(p[1])] * alpha, steps[Int(p[2])] * alpha, alpha)
                }
            }
        }
    }

    /// Sums in integers, where a block of any size has room: 2¹⁶ × 2⁸ × pixels.
    private func average(
        _ pixels: UnsafePointer<UInt8>, row y: Int, columns: Range<Int>,
        into output: UnsafeMutablePointer<SIMD4<Float>>
    ) {
        let top = y * blockHeight
        let bottom = min(top + blockHeight, bitmap.height)
        let rowBytes = bitmap.width * 4
        table.steps.withUnsafeBufferPointer { steps in
            let steps = steps.baseAddress!
            for column in columns {
                let left = column * blockWidth
                let right = min(left + blockWidth, bitmap.width)
                var red = 0
                var green = 0
                var blue = 0
                var alpha = 0
                for row in top..<bottom {
                    var p = pixels + row * rowBytes + left * 4
                    for _ in left..<right {
                        let a = Int(p[3])
                        red &+= Int(steps[Int(p[0])]) &* a
                        green &+= Int(steps[Int(p[1])]) &* a
                        blue &+= Int(steps[Int(p[2])]) &* a
                        alpha &+= a
                        p += 4
                    }
                }
                let share = 1 / (255 * Double((bottom - top) * (right - left)))
                output[column - columns.lowerBound] = SIMD4(
                    Float(Double(red) * share), Float(Double(green) * share), Float(Double(blue) * share),
                    Float(Double(alpha) * share))
            }
        }
    }
}
