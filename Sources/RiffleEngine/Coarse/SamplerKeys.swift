internal import CKernels

/// All patches of a small picture as vectors of floats in -1…1, arranged for the annealed sampler.
final class SamplerKeys: @unchecked Sendable {
    let side: Int
    /// Anchors per side.
    let anchors: Int
    let layers: Int
    /// 3 if the picture is opaque, otherwise 4: red, green, blue, alpha.
    let channels: Int
    /// Number of patches of all layers, and the same rounded up to a multiple of 16.
    let count: Int
    let paddedCount: Int
    /// Floats per patch, rounded up to a multiple of 4 with zeros.
    let dimensions: Int
    /// `count` rows of `dimensions`.
    let rows: [Float]
    /// `dimensions` rows of `paddedCount`.
    let columns: [Float]
    /// Half the squared norm of each patch; 0 up to `paddedCount`.
    let halfNorms: [Float]

    init(_ picture: Raster, channels: Int) {
        side = picture.side
        anchors = side - Patch.margin
        layers = picture.layers
        self.channels = channels
        count = anchors * anchors * layers
        paddedCount = (count + 15) & ~15
        dimensions = (Patch.pixels * channels + 3) & ~3
        let floats = SamplerKeys.floats(picture, channels: channels)
        var rows = [Float](repeating: 0, count: count * dimensions)
        var columns = [Float](repeating: 0, count: dimensions * paddedCount)
        var halfNorms = [Float](repeating: 0, count: paddedCount)
        let (side, anchors, dimensions) = (side, anchors, dimensions)
        for key in 0..<count {
            rows.withUnsafeMutableBufferPointer { rows in
                SamplerKeys.gather(
                    floats, side: side, channels: channels,
                    row: key / (anchors * anchors) * side + key / anchors % anchors, column: key % anchors,
                    into: rows.baseAddress! + key * dimensions)
            }
            var sum: Float = 0
            for i in 0..<dimensions {
                let value = rows[key * dimensions + i]
                columns[i * paddedCount + key] = value
                sum += value * value
            }
            halfNorms[key] = sum / 2
        }
        self.rows = rows
        self.columns = columns
        self.halfNorms = halfNorms
    }

    /// The picture's channels as floats in -1…1, row-major.
    static func floats(_ picture: Raster, channels: Int) -> [Float] {
        (0..<picture.side * picture.side * picture.layers * channels).map { i in
            Float(picture.pixels[i / channels * 4 + i % channels]) / 127.5 - 1
        }
    }

    /// Copies one patch from a picture of floats.
    static func gather(
        _ picture: UnsafePointer<Float>, side: Int, channels: Int, row: Int, column: Int,
        into patch: UnsafeMutablePointer<Float>
    ) {
        let width = Patch.side * channels
        for r in 0..<Patch.side {
            (patch + r * width).update(from: picture + ((row + r) * side + column) * channels, count: width)
        }
    }
}
