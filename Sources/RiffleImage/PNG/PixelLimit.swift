/// The largest picture that may be decoded.
public struct PixelLimit: Sendable, Hashable {
    /// Most pixels (width × height); each takes four bytes decoded.
    public let pixels: Int

    /// - Precondition: `pixels` is in 1…2³².
    public init(pixels: Int) {
        precondition(1...1 << 32 ~= pixels, "a pixel limit lies in 1...2^32")
        self.pixels = pixels
    }

    /// 8192 × 8192 pixels, 256 MiB decoded.
    public static let standard = PixelLimit(pixels: 8192 * 8192)

    /// Any picture that a file can describe.
    static let largest = PixelLimit(pixels: 1 << 32)

    /// Whether a picture of this size, in pixels, is within the limit. Never overflows.
    public func allows(width: Int, height: Int) -> Bool {
        let (product, overflow) = width.multipliedReportingOverflow(by: height)
        return !overflow && product <= pixels
    }
}
