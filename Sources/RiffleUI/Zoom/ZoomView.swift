package import RiffleAPI

/// A picture alone on the screen, to be looked at closely.
package struct ZoomView: Sendable, Equatable {
    package let picture: PictureID
    package internal(set) var title: String
    package let facts: PictureFacts?
    package internal(set) var viewport = Viewport.fit

    /// Each step of zoom is this factor: two steps double.
    private static let step = 2.0.squareRoot()
    /// From an eighth to 32 screen pixels a picture pixel.
    private static let range = 0.125...32.0
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

    mutating func zoom(in closer: Bool) {
        let scale = viewport.scale ?? 1
        let next = viewport.scale == nil ? 1 : closer ? scale * ZoomView.step : scale / ZoomView.step
        viewport.scale = min(max(next, ZoomView.range.lowerBound), ZoomView.range.upperBound)
    }

    /// Carries out a command that zooms or pans; false when it is none.
    @discardableResult
    mutating func perform(_ command: CommandName) -> Bool {
        switch command {
        case .zoomIn: zoom(in: true)
        case .zoomOut: zoom(in: false)
        case .zoomFit: fit()
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
    var magnification: String { viewport.scale.map(percent) ?? "fit" }

    /// How large, and what is in the middle, in parts of the picture: `200 %  at 50 %, 33 %`.
    var position: String {
        isFit ? magnification : "\(magnification)  at \(percent(viewport.x)), \(percent(viewport.y))"
    }

    private func percent(_ part: Double) -> String { "\(Int((part * 100).rounded())) %" }
}
