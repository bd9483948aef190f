/// A picture in memory: 8-bit sRGB with straight (not premultiplied) alpha.
///
/// Layout: row-major RGBA, `width × height × 4` bytes, no padding between rows. All decoders produce this type and all
/// encoders take it, whatever the file's pixel format.
public struct Bitmap: Sendable, Equatable {
    /// Width in pixels; at least 1.
    public let width: Int
    /// Height in pixels; at least 1.
    public let height: Int
    /// RGBA, `width * height * 4` bytes.
    public private(set) var bytes: [UInt8]

    /// - Precondition: `bytes.count == width * height * 4`, both sides at least 1.
    public init(width: Int, height: Int, bytes: [UInt8]) {
        precondition(width > 0 && height > 0 && bytes.count == width * height * 4, "bitmap size and bytes disagree")
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    /// A bitmap of one colour.
    public init(width: Int, height: Int, fill: Pixel = Pixel(red: 0, green: 0, blue: 0, alpha: 0)) {
        precondition(width > 0 && height > 0, "bitmap sides must be at least 1")
        self.width = width
        self.height = height
        bytes = [UInt8](unsafeUninitializedCapacity: width * height * 4) { buffer, count in
            for i in stride(from: 0, to: width * height * 4, by: 4) {
                buffer[i] = fill.red
                buffer[i + 1] = fill.green
                buffer[i + 2] = fill.blue
                buffer[i + 3] = fill.alpha
            }
            count = width * height * 4
        }
    }

    /// One pixel. For single accesses; loops over pixels use `withPixels`.
    ///
    /// - Precondition: (x, y) lies within the bitmap.
    public subscript(x: Int, y: Int) -> Pixel {
        get {
            let i = (y * width + x) * 4
            return Pixel(red: bytes[i], green: bytes[i + 1], blue: bytes[i + 2], alpha: bytes[i + 3])
        }
        set {
            let i = (y * width + x) * 4
            bytes[i] = newValue.red
            bytes[i + 1] = newValue.green
            bytes[i + 2] = newValue.blue
            bytes[i + 3] = newValue.alpha
        }
    }

    /// Gives a closure read access to the bytes, for loops over pixels. The pointer is valid only inside the closure.
    @inlinable
    public func withPixels<R, E: Error>(_ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R) throws(E) -> R {
        var result: Result<R, E>?
        bytes.withUnsafeBufferPointer { buffer in
            do throws(E) { result = .success(try body(buffer)) } catch { result = .failure(error) }
        }
        return try result!.get()
    }

    /// Gives a closure write access to the bytes, for loops over pixels. The pointer is valid only inside the closure.
    public mutating func withMutablePixels<R>(_ body: (UnsafeMutableBufferPointer<UInt8>) -> R) -> R {
        bytes.withUnsafeMutableBufferPointer { body($0) }
    }
}

/// One sRGB colour with straight alpha, each channel 0…255.
public struct Pixel: Sendable, Hashable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8
    public var alpha: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }
}
