extension Bitmap {
    /// The picture with margins that mirror what is inside, so that a model that begins from them begins from something
    /// alike.
    ///
    /// - Parameter margins: pixels that are added on each side.
    public func extended(by margins: (top: Int, right: Int, bottom: Int, left: Int)) -> Bitmap {
        var out = Bitmap(width: margins.left + width + margins.right, height: margins.top + height + margins.bottom)
        /// Goes back and forth: 2 1 0 | 0 1 2 | 2 1 0.
        func mirrored(_ place: Int, _ count: Int) -> Int {
            let turn = ((place % (2 * count)) + 2 * count) % (2 * count)
            return turn < count ? turn : 2 * count - 1 - turn
        }
        let columns = (0..<out.width).map { mirrored($0 - margins.left, width) }
        let across = out.width
        withPixels { pixels in
            out.withMutablePixels { target in
                for row in 0..<(target.count / 4 / across) {
                    let from = mirrored(row - margins.top, height) * width
                    for (column, source) in columns.enumerated() {
                        for part in 0..<4 {
                            target[(row * across + column) * 4 + part] = pixels[(from + source) * 4 + part]
                        }
                    }
                }
            }
        }
        return out
    }

    /// A picture of this size that is clear in its margins and opaque inside.
    public static func frame(
        of margins: (top: Int, right: Int, bottom: Int, left: Int), width: Int, height: Int
    ) -> Bitmap {
        var mask = Bitmap(width: width, height: height)
        mask.withMutablePixels { pixels in
            for row in margins.top..<max(margins.top, height - margins.bottom) {
                for column in margins.left..<max(margins.left, width - margins.right) {
                    for part in 0..<4 { pixels[(row * width + column) * 4 + part] = 255 }
                }
            }
        }
        return mask
    }
}
