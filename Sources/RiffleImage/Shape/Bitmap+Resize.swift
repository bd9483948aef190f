/// A part of a bitmap, in pixels that need not be whole; (0, 0) is the top left corner of the first pixel.
public struct PixelRect: Sendable, Hashable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    /// - Precondition: all finite, both sides larger than 0.
    public init(x: Double, y: Double, width: Double, height: Double) {
        precondition(
            x.isFinite && y.isFinite && width.isFinite && height.isFinite && width > 0 && height > 0,
            "a part of a bitmap has finite, positive sides")
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}

extension Bitmap {
    /// From this magnification on, zoomed pixels are shown as the squares they are: a person who goes so near wants to
    /// see pixels.
    private static let pixelPeeping = 8.0

    /// The whole picture at another size. Colour is averaged weighted by alpha, so that what is transparent does not
    /// bleed.
    ///
    /// - Parameter space: what "average" means; `linear` keeps the brightness of fine patterns.
    /// - Precondition: both sides at least 1.
    /// - Complexity: O(old and new pixels × taps of the filter).
    public func resized(
        width: Int, height: Int, filter: ResizeFilter = .automatic, space: BlendSpace = .linear
    ) -> Bitmap {
        if width == self.width && height == self.height { return self }
        let whole = PixelRect(x: 0, y: 0, width: Double(self.width), height: Double(self.height))
        return resampled(from: whole, width: width, height: height, filter: filter, space: space)
    }

    /// A part of the picture at another size, for zooming and panning.
    ///
    /// As `resized(width:height:filter:space:)`, except that `automatic` becomes `nearest` above eightfold
    /// magnification. Where the part reaches outside the bitmap, the pixels of its edge go on.
    public func resized(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter = .automatic, space: BlendSpace = .linear
    ) -> Bitmap {
        let magnification = max(Double(width) / part.width, Double(height) / part.height)
        let filter = filter == .automatic && magnification > Self.pixelPeeping ? .nearest : filter
        return resampled(from: part, width: width, height: height, filter: filter, space: space)
    }

    private func resampled(
        from part: PixelRect, width: Int, height: Int, filter: ResizeFilter, space: BlendSpace
    ) -> Bitmap {
        precondition(width > 0 && height > 0, "bitmap sides must be at least 1")
        if filter == .nearest { return nearest(from: part, width: width, height: height) }
        let blockWidth = filter.block(reduction: part.width / Double(width), limit: self.width)
        let blockHeight = filter.block(reduction: part.height / Double(height), limit: self.height)
        let rows = PixelRows(of: self, block: (blockWidth, blockHeight), space: space)
        let across = ResizeAxis(
            origin: part.x / Double(blockWidth), length: part.width / Double(blockWidth), limit: rows.width,
            count: width, kernel: filter.kernel(reduction: part.width / Double(width)))
        let down = ResizeAxis(
            origin: part.y / Double(blockHeight), length: part.height / Double(blockHeight), limit: rows.height,
            count: height, kernel: filter.kernel(reduction: part.height / Double(height)))
        return Resampler(rows: rows, across: across, down: down, codes: BlendTable.of(space).codes).bitmap()
    }

    private func nearest(from part: PixelRect, width: Int, height: Int) -> Bitmap {
        func place(_ i: Int, _ origin: Double, _ length: Double, _ count: Int, _ limit: Int) -> Int {
            let middle = origin + (Double(i) + 0.5) * length / Double(count)
            return Int(min(max(middle, 0), Double(limit - 1)).rounded(.down))
        }
        let columns = (0..<width).map { place($0, part.x, part.width, width, self.width) * 4 }
        let bytes = withPixels { pixels in
            [UInt8](unsafeUninitializedCapacity: width * height * 4) { output, count in
                for y in 0..<height {
                    let row = pixels.baseAddress! + place(y, part.y, part.height, height, self.height) * self.width * 4
                    let out = output.baseAddress! + y * width * 4
                    for x in 0..<width { (out + 4 * x).initialize(from: row + columns[x], count: 4) }
                }
                count = width * height * 4
            }
        }
        return Bitmap(width: width, height: height, bytes: bytes)
    }
}

extension ResizeFilter {
    /// Pixels a side of the blocks that are averaged first.
    ///
    /// Leaves a reduction of three to the filter proper, at which the shortcut is hard to see and a 1024-pixel picture
    /// costs a tenth. Source: Pillow, `Image.resize`, `reducing_gap`: from 3 on close to fair resampling.
    fileprivate func block(reduction: Double, limit: Int) -> Int {
        self == .automatic ? max(1, Int(min(reduction / 3, Double(limit)))) : 1
    }

    fileprivate func kernel(reduction: Double) -> ResizeKernel {
        switch self {
        case .automatic: reduction > 1 ? .lanczos3 : .catmullRom
        case .area, .nearest: .area
        case .catmullRom: .catmullRom
        case .lanczos3: .lanczos3
        }
    }
}
