package import RiffleAPI

/// A picture alone on the screen, to be looked at closely.
package struct ZoomView: Sendable, Equatable {
    package private(set) var picture: PictureID
    package internal(set) var title: String
    package private(set) var facts: PictureFacts?
    package internal(set) var viewport = Viewport.fit
    /// Seconds until the slideshow goes on; nil where there is none.
    var slideshow: Int?

    /// From an eighth to 32 screen pixels a picture pixel, 1 among them; two steps double.
    private static let scales: [Double] = (-6...10).map { half in
        let whole = Double(sign: .plus, exponent: half >> 1, significand: 1)
        return half % 2 == 0 ? whole : whole * 2.0.squareRoot()
    }
    /// A small picture that fits is enlarged no further.
    static let largestFit = 8.0
    /// A pan moves the picture by this part of what is seen at scale 1.
    private static let pan = 0.1

    /// Where the last key moved it, -1…1 on both axes.
    private var heading = Viewport(x: 0, y: 0)

    init(picture: PictureID, title: String, facts: PictureFacts?) {
        self.picture = picture
        self.title = title
        self.facts = facts
    }

    var isFit: Bool { viewport.scale == nil }

    /// - Parameter fit: the scale at which all of it is shown, from which the first step is taken.
    mutating func zoom(in closer: Bool, fit: Double) {
        let scale = viewport.scale ?? fit
        // A step that is hardly seen is none.
        viewport.scale =
            closer
            ? ZoomView.scales.first { $0 > scale * 1.04 } ?? max(scale, ZoomView.scales.last!)
            : ZoomView.scales.last { $0 < scale / 1.04 } ?? min(scale, ZoomView.scales.first!)
    }

    /// Carries out a command that zooms or pans; false when it is none.
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

    /// What one more of the same key shows.
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

    /// Moves what is in the middle by parts of the picture.
    mutating func shift(x: Double, y: Double) {
        viewport.x = min(max(viewport.x + x, 0), 1)
        viewport.y = min(max(viewport.y + y, 0), 1)
    }

    /// How large: `200 %`.
    var magnification: String { Words.Pictures.scale(viewport.scale) }

    /// How large, and what is in the middle, in parts of the picture: `200 %  at 50 %, 33 %`.
    var position: String {
        isFit ? magnification : "\(magnification) · \(Words.Pictures.place(x: viewport.x, y: viewport.y))"
    }
}
