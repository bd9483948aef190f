extension Bitmap {
    /// Composites the bitmap over a colour in linear light. The result is opaque; the colour's own alpha is ignored.
    ///
    /// - Complexity: O(pixels).
    public func composited(on backdrop: Pixel) -> Bitmap {
        let table = BlendTable.of(.linear)
        let behind = [backdrop.red, backdrop.green, backdrop.blue].map { UInt32(table.steps[Int($0)]) }
        var result = self
        result.withMutablePixels { pixels in
            table.steps.withUnsafeBufferPointer { steps in
                table.codes.withUnsafeBufferPointer { codes in
                    for i in stride(from: 0, to: pixels.count, by: 4) where pixels[i + 3] != 255 {
                        let alpha = UInt32(pixels[i + 3])
                        for k in 0..<3 {
                            let mix = UInt32(steps[Int(pixels[i + k])]) * alpha + behind[k] * (255 - alpha)
                            pixels[i + k] = codes[Int((mix + 127) / 255)]
                        }
                        pixels[i + 3] = 255
                    }
                }
            }
        }
        return result
    }
}
