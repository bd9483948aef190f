/// A square picture as the algorithm works on it: premultiplied RGBA, 8 bits each, row-major, no padding.
///
/// What patches are taken from may be several pictures of one side below one another, one for each parent: layers. Row
/// `layer * side + y` is then row `y` of a layer.
///
/// A class with bare memory, because several threads write different rows of one raster. Whoever makes one writes all of it
/// before anyone reads; two threads never touch the same row while one of them writes. The memory goes with the last
/// reference: keep the raster in a variable that outlives its pointers.
final class Raster: @unchecked Sendable {
    /// Pixels a side, at least 1.
    let side: Int
    let layers: Int
    /// `side * side * 4` bytes for each layer, owned.
    let pixels: UnsafeMutablePointer<UInt8>

    var byteCount: Int { side * side * 4 * layers }
    /// Bytes from row to row.
    var stride: Int { side * 4 }

    /// The bytes are undefined until written.
    init(side: Int, layers: Int = 1) {
        self.side = side
        self.layers = layers
        pixels = .allocate(capacity: side * side * 4 * layers)
    }

    /// Puts pictures of one side below one another.
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

    /// Mean absolute difference of two rasters of one size, in grey levels per byte of colour.
    /// - Complexity: O(side²).
    func difference(to other: Raster) -> Float {
        var sum = 0
        for i in 0..<byteCount { sum += abs(Int(pixels[i]) - Int(other.pixels[i])) }
        return Float(sum) / Float(side * side * 3)
    }
}
