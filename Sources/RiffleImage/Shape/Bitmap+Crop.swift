extension Bitmap {
    /// The part whose top-left pixel is (x, y).
    ///
    /// - Precondition: the part has at least one pixel and lies within the bitmap.
    public func cropped(x: Int, y: Int, width: Int, height: Int) -> Bitmap {
        precondition(
            x >= 0 && y >= 0 && width > 0 && height > 0 && width <= self.width - x && height <= self.height - y,
            "a crop lies within the bitmap")
        var part: [UInt8] = []
        part.reserveCapacity(width * height * 4)
        for row in y..<y + height {
            let start = (row * self.width + x) * 4
            part += bytes[start..<start + width * 4]
        }
        return Bitmap(width: width, height: height, bytes: part)
    }

    /// Makes the picture square by cropping or padding, without resampling. Returns it unchanged if it is square.
    public func squared(_ how: SquareMend) -> Bitmap {
        if width == height { return self }
        let spare = max(width, height) - min(width, height)
        let offset =
            switch how {
            case .cropStart: 0
            case .cropCenter: spare / 2
            case .cropEnd: spare
            case .pad: spare / 2
            }
        if how == .pad { return padded(by: offset) }
        let side = min(width, height)
        return width > height
            ? cropped(x: offset, y: 0, width: side, height: side)
            : cropped(x: 0, y: offset, width: side, height: side)
    }

    /// A square with the longer side. `offset` transparent pixels precede the picture on the shorter axis.
    private func padded(by offset: Int) -> Bitmap {
        let side = max(width, height)
        var square = Bitmap(width: side, height: side)
        let left = width < side ? offset : 0
        let top = height < side ? offset : 0
        withPixels { pixels in
            square.withMutablePixels { out in
                for row in 0..<height {
                    let target = out.baseAddress! + ((top + row) * side + left) * 4
                    target.update(from: pixels.baseAddress! + row * width * 4, count: width * 4)
                }
            }
        }
        return square
    }
}

/// How to make a picture square.
public enum SquareMend: Sendable, Hashable, CaseIterable {
    /// Crops to the centre; an odd pixel is lost at the right or bottom.
    case cropCenter
    /// Keeps the left or top part.
    case cropStart
    /// Keeps the right or bottom part.
    case cropEnd
    /// Pads the shorter side with transparent pixels.
    case pad
}
