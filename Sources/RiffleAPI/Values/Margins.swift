/// How far a picture is extended beyond its edges, in pixels.
public struct Margins: Sendable, Hashable, Codable {
    public var top, right, bottom, left: Int

    /// The side to extend.
    public enum Side: String, Sendable, Hashable, CaseIterable {
        /// Zooms out: all sides equally.
        case all
        case left, right, top, bottom
        /// Makes a square: both short sides equally.
        case square
    }

    public init(top: Int, right: Int, bottom: Int, left: Int) {
        (self.top, self.right, self.bottom, self.left) = (top, right, bottom, left)
    }

    /// - Parameters:
    ///   - side: where to add pixels.
    ///   - percent: how much to add in all, relative to the width or height; ignored for `square`.
    ///   - width: of the picture in pixels.
    ///   - height: of the picture in pixels.
    public init(_ side: Side, percent: Int, width: Int, height: Int) {
        let (across, down) = (width * percent / 100, height * percent / 100)
        self.init(top: 0, right: 0, bottom: 0, left: 0)
        switch side {
        case .all: (top, right, bottom, left) = (down / 2, across - across / 2, down - down / 2, across / 2)
        case .left: left = across
        case .right: right = across
        case .top: top = down
        case .bottom: bottom = down
        case .square:
            let (wide, high) = (max(0, height - width), max(0, width - height))
            (top, right, bottom, left) = (high / 2, wide - wide / 2, high - high / 2, wide / 2)
        }
    }

    public var isEmpty: Bool { (top, right, bottom, left) == (0, 0, 0, 0) }

    /// Parses `8,0,8,0` in CSS order: top, right, bottom, left.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ",").compactMap { Int($0) }
        guard parts.count == 4, parts.allSatisfy({ (0...Margins.limit).contains($0) }) else { return nil }
        self.init(top: parts[0], right: parts[1], bottom: parts[2], left: parts[3])
    }

    var text: String { "\(top),\(right),\(bottom),\(left)" }

    /// Larger values are invalid.
    private static let limit = 1 << 16
}
