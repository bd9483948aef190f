package import RiffleAPI

/// A picture on the whole screen, with zoom and panning.
package struct ZoomView: Sendable, Equatable {
    package private(set) var picture: PictureID
    package internal(set) var title: String
    package private(set) var facts: PictureFacts?
    package internal(set) var viewport = Viewport.fit
    /// Seconds until the next picture of the slideshow; nil without a slideshow.
    var slideshow: Int?

    /// From 1/8 to 32 screen pixels per picture pixel, including 1; two steps double the scale.
    private static let scales: [Double] = (-6...10).map { half in
        let whole = Double(sign: .plus, exponent: half >> 1, significand: 1)
        return half % 2 == 0 ? whole : whole * 2.0.squareRoot()
    }
    /// Maximum scale of a small picture that fits.
    static let largestFit = 8.0
    /// The distance of a pan, relative to the visible part at scale 1.
    private static let pan = 0.1

    /// Direction of the last movement, -1…1 on both axes.
    private var heading = Viewport(x: 0, y: 0)

    init(picture: PictureID, title: String, facts: PictureFacts?) {
        self.picture = picture
        self.title = title
        self.facts = facts
    }

    var isFit: Bool { viewport.scale == nil }

    /// - Parameter fit: the scale at which the whole picture is shown, where the first step starts.
    mutating func zoom(in closer: Bool, fit: Double) {
        let scale = viewport.scale ?? fit
        // Skip a step that would hardly be visible.
        viewport.scale =
            closer
            ? ZoomView.scales.first { $0 > scale * 1.04 } ?? max(scale, ZoomView.scales.last!)
            : ZoomView.scales.last { $0 < scale / 1.04 } ?? min(scale, ZoomView.scales.first!)
    }

    /// Performs a command that zooms or pans; false for other commands.
    @discardableResult
    mutating func perform(_ command: CommandName, fit: Double) -> Bool {
        switch command {
        case .zoomIn: zoom(in: true, fit: fit)
        case .zoomOut: zoom(in: false, fit: fit)
        case .zoomFit: self.fit()
        case .zoomReal: viewport.scale = 1
        case .moveLeft: pan(x: -1, y: 0)
        case .moveRight: pan(x: 1, y: 0)
        case .moveUp: pan(x: 0, y: -1)
        case .moveDown: pan(x: 0, y: 1)
        default: return false
        }
        return true
    }

    mutating func fit() { viewport = .fit }

    /// The viewport after one more of the same key.
    var movedOn: Viewport {
        var next = self
        next.pan(x: heading.x, y: heading.y)
        return next.viewport
    }

    mutating func pan(x: Double, y: Double) {
        heading = Viewport(x: x, y: y)
        let distance = ZoomView.pan / max(1, viewport.scale ?? 1)
        shift(x: x * distance, y: y * distance)
    }

    /// Moves the centre by a fraction of the picture.
    mutating func shift(x: Double, y: Double) {
        viewport.x = min(max(viewport.x + x, 0), 1)
        viewport.y = min(max(viewport.y + y, 0), 1)
    }

    /// The scale: `200 %`.
    var magnification: String { Words.Pictures.scale(viewport.scale) }

    /// The scale and the position of the centre: `200 %  at 50 %, 33 %`.
    var position: String {
        isFit ? magnification : "\(magnification) · \(Words.Pictures.place(x: viewport.x, y: viewport.y))"
    }
}
