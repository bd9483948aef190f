/// A square picture in the engine's format: premultiplied RGBA, 8 bits per channel, row-major, no padding.
///
/// A source may contain several pictures of the same size, stacked vertically: one layer for each parent. Row `layer *
/// side + y` is row `y` of a layer.
///
/// A class with raw memory, because several threads write different rows of one raster. The creator writes all of it
/// before anyone reads. While a thread writes a row, no other thread may access it. The memory is freed with the last
/// reference, so keep the raster in a variable that outlives its pointers.
final class Raster: @unchecked Sendable {
    /// Pixels per side, at least 1.
    let side: Int
    let layers: Int
    /// `side * side * 4` bytes for each layer, owned.
    let pixels: UnsafeMutablePointer<UInt8>

    var byteCount: Int { side * side * 4 * layers }
    /// Bytes from row to row.
    var stride: Int { side * 4 }

    /// The bytes are uninitialised.
    init(side: Int, layers: Int = 1) {
        self.side = side
        self.layers = layers
        pixels = .allocate(capacity: side * side * 4 * layers)
    }

    /// Stacks pictures of the same size as layers.
    convenience init(stacking pictures: [Raster]) {
        self.init(side: pictures[0].side, layers: pictures.count)
        for (layer, picture) in pictures.enumerated() {
            row(layer * side).update(from: picture.pixels, count: picture.byteCount)
        }
    }

    deinit { pixels.deallocate() }

    func row(_ y: Int) -> UnsafeMutablePointer<UInt8> { pixels + y * stride }

    func copy() -> Raster {
        let copy = Raster(side: side, layers: layers)
        copy.pixels.update(from: pixels, count: byteCount)
        return copy
    }

    /// Mean absolute difference of two rasters of the same size, in grey levels per colour byte.
    /// - Complexity: O(side²).
    func difference(to other: Raster) -> Float {
        var sum = 0
        for i in 0..<byteCount { sum += abs(Int(pixels[i]) - Int(other.pixels[i])) }
        return Float(sum) / Float(side * side * 3)
    }
}
