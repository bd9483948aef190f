internal import RiffleImage

/// A picture in grey levels 0…255: row-major, one byte each.
struct GrayBytes {
    let width: Int
    let height: Int
    var bytes: [UInt8]

    init(_ bitmap: Bitmap) {
        (width, height) = (bitmap.width, bitmap.height)
        bytes = bitmap.withPixels { pixels in
            (0..<bitmap.width * bitmap.height).map { i in
                UInt8(OpaqueSource.gray(pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]))
            }
        }
    }

    var plane: Plane {
        let plane = Plane(width: width, height: height)
        for i in bytes.indices { plane.values[i] = Float(bytes[i]) }
        return plane
    }
}
