internal import RiffleImage

/// A picture in OKLab, with straight alpha 0…1.
struct LabPicture: Sendable {
    var l: Plane
    var a: Plane
    var b: Plane
    var alpha: Plane

    var width: Int { l.width }
    var height: Int { l.height }

    init(width: Int, height: Int) {
        l = Plane(width: width, height: height)
        a = Plane(width: width, height: height)
        b = Plane(width: width, height: height)
        alpha = Plane(width: width, height: height, fill: 1)
    }

    init(_ bitmap: Bitmap, crew: Crew = .alone) {
        self.init(width: bitmap.width, height: bitmap.height)
        let picture = self
        bitmap.withPixels { pixels in
            let source = Pointer(pixels.baseAddress!)
            crew.rows(bitmap.height) { y in
                if crew.halted() { return picture.blacken(row: y) }
                for i in y * bitmap.width..<(y + 1) * bitmap.width {
                    let p = source.address + 4 * i
                    picture[i] = Lab(red: p[0], green: p[1], blue: p[2])
                    picture.alpha.values[i] = Float(p[3]) / 255
                }
            }
        }
    }

    private func blacken(row y: Int) {
        for plane in [l, a, b] { plane.row(y).update(repeating: 0, count: width) }
    }

    /// The colour of a pixel by its index, row by row.
    @inline(__always)
    subscript(index: Int) -> Lab {
        get { Lab(l.values[index], a.values[index], b.values[index]) }
        nonmutating set {
            l.values[index] = newValue.l
            a.values[index] = newValue.a
            b.values[index] = newValue.b
        }
    }

    func copy() -> LabPicture {
        var copy = self
        (copy.l, copy.a, copy.b, copy.alpha) = (l.copy(), a.copy(), b.copy(), alpha.copy())
        return copy
    }

    /// The colours that a screen can show, cut to its range.
    func bitmap(crew: Crew = .alone) -> Bitmap {
        var bitmap = Bitmap(width: width, height: height)
        bitmap.withMutablePixels { pixels in
            let target = MutablePointer(pixels.baseAddress!)
            crew.rows(height) { y in
                if crew.halted() { return }
                for i in y * width..<(y + 1) * width {
                    let light = self[i].linear
                    let p = target.address + 4 * i
                    p[0] = SRGB.byte(light.r)
                    p[1] = SRGB.byte(light.g)
                    p[2] = SRGB.byte(light.b)
                    p[3] = UInt8(min(max(alpha.values[i], 0), 1) * 255 + 0.5)
                }
            }
        }
        return bitmap
    }
}

/// Memory that several threads read.
struct Pointer: @unchecked Sendable {
    let address: UnsafePointer<UInt8>
    init(_ address: UnsafePointer<UInt8>) { self.address = address }
}

/// Memory of which several threads write parts of their own.
struct MutablePointer: @unchecked Sendable {
    let address: UnsafeMutablePointer<UInt8>
    init(_ address: UnsafeMutablePointer<UInt8>) { self.address = address }
}
