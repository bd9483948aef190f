package import RiffleAPI

/// A comparison of two pictures with the same zoom and position.
package struct CompareView: Sendable, Equatable {
    /// One of the two.
    package struct Side: Sendable, Equatable {
        package var picture: PictureID
        package var title: String
        /// Width in pixels, if known.
        package var width: Int?
        package var height: Int?
        /// Nil for a file.
        package var entry: EntryID?
    }

    package enum Mode: Int, Sendable, CaseIterable {
        case beside = 1, flicker, line, difference
    }

    package internal(set) var left: Side
    package internal(set) var right: Side
    package internal(set) var mode = Mode.beside
    /// In-place mode: which picture is shown.
    package internal(set) var showsLeft = false
    /// The line's position in thousandths of the width.
    package internal(set) var line = 500
    /// Scale and position in the right picture; the left one follows.
    package internal(set) var viewport = Viewport.fit
    /// Similarity, 0…1; 1 for equal pictures, nil until measured.
    package internal(set) var similarity: Double?

    init(left: Side, right: Side) {
        self.left = left
        self.right = right
    }

    /// The viewport of the left picture; if it has more pixels they are drawn smaller.
    var leftViewport: Viewport {
        guard let scale = viewport.scale, let from = right.width, let to = left.width, from > 0, to > 0
        else { return viewport }
        return Viewport(scale: scale * Double(from) / Double(to), x: viewport.x, y: viewport.y)
    }

    mutating func moveLine(_ by: Int) {
        mode = .line
        line = min(max(line + by, 0), 1000)
    }

    /// Moves the line to a column of the pictures' area.
    mutating func putLine(at column: Int, of room: Size) {
        var shown = Double(room.columns)
        if viewport.scale == nil {
            let shape = Double(right.width ?? 1) / Double(max(1, right.height ?? right.width ?? 1))
            // Assume cells twice as high as wide.
            shown = min(shown, Double(room.rows * 2) * shape)
        }
        let left = (Double(room.columns) - shown) / 2
        line = min(max(Int((Double(column) + 0.5 - left) / max(1, shown) * 1000), 0), 1000)
    }

    /// Goes to the next or previous mode.
    mutating func turn(_ by: Int) {
        let all = Mode.allCases
        mode = all[(mode.rawValue - 1 + by + all.count) % all.count]
    }

    mutating func flick() {
        if mode == .flicker { showsLeft.toggle() } else { mode = .flicker }
    }
}
