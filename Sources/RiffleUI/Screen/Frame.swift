public import RiffleAPI

/// The meaning of a cell. A theme gives each style its colours and attributes, so frames (and golden files) do not depend
/// on the theme.
public enum Style: String, Sendable, Hashable, CaseIterable {
    /// Ordinary text, and the default for styles that a theme does not define.
    case text
    case dim
    case title
    /// The title of the focused pane.
    case titleFocused = "title.focused"
    /// The rule beside a title.
    case border
    /// No longer used; themes may still define it.
    case borderFocused = "border.focused"
    /// Brackets of the tree.
    case guide
    /// The selected row of the focused pane, and of the others.
    case selection
    case selectionInactive = "selection.inactive"
    case accent
    case success
    case warning
    case error
    case favourite
    /// Unseen pictures.
    case unseen
    /// Progress of running requests.
    case running
    /// A picked row.
    case picked
    case rejected
    /// Text under pictures.
    case label
    /// Costs.
    case paid
    /// The top line and the bottom line of the screen.
    case bar
    /// The row above the hints.
    case message
    case barKey = "bar.key"
    case popup
    /// No longer used; themes may still define it.
    case popupBorder = "popup.border"
    case popupTitle = "popup.title"
    case field
    case fieldFocused = "field.focused"
    case fieldError = "field.error"
}

/// A cell of a frame.
public struct Cell: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        /// A printable grapheme of one or two columns; never a control character.
        case glyph(Character)
        /// The right half of the two-column glyph before it.
        case continuation
        /// Pixels of the placement with this index in `Frame.placements`.
        case picture(Int)
    }

    public var content: Content
    public var style: Style

    public init(_ content: Content, _ style: Style) {
        self.content = content
        self.style = style
    }

    public static let blank = Cell(.glyph(" "), .text)
}

/// Which pixels a placement shows.
public enum PictureID: Sendable, Hashable {
    /// A user's file; `version` changes when the file does.
    case file(path: String, version: UInt64)
    /// A picture kept in the history, by the SHA-256 of its bytes in hexadecimal.
    case kept(digest: String)
    /// The partial picture `index` of a running job; newer ones have a higher revision.
    case partial(job: JobID, index: Int, revision: Int)
    /// A picture after a `Mend` (crop, pad).
    indirect case mended(PictureID, Mend, below: Int? = nil)
    /// A comparison of two pictures, in the size of the second.
    indirect case compared(PictureID, PictureID, Comparison)
    /// A picture with its mask.
    indirect case masked(PictureID, MaskSketch)
    /// A picture with its subject shown.
    indirect case subject(PictureID, SubjectSketch)
}

/// How two pictures are combined.
public enum Comparison: Sendable, Hashable {
    /// The amplified difference at each point: black where they are equal.
    case difference
    /// The first left of a line, the second right of it; the line's position in thousandths of the width.
    case split(Int)
}

/// The visible part of a picture, and its scale.
public struct Viewport: Sendable, Hashable {
    /// Screen pixels per picture pixel; `nil` fits the whole picture into the placement.
    public var scale: Double?
    /// The point of the picture at the middle of the placement, 0…1 on both axes.
    public var x: Double
    public var y: Double

    public init(scale: Double? = nil, x: Double = 0.5, y: Double = 0.5) {
        self.scale = scale
        self.x = x
        self.y = y
    }

    public static let fit = Viewport()
}

/// A picture on the screen: drawn by the terminal over cells whose content is `.picture`.
public struct Placement: Sendable, Hashable {
    public var picture: PictureID
    public var rect: Rect
    public var viewport: Viewport

    public init(picture: PictureID, rect: Rect, viewport: Viewport = .fit) {
        self.picture = picture
        self.rect = rect
        self.viewport = viewport
    }
}

/// A complete screen as a value: the output of the views and the input of the terminal.
public struct Frame: Sendable, Equatable {
    public let size: Size
    /// Row-major, `size.rows * size.columns` cells.
    public private(set) var cells: [Cell]
    public private(set) var placements: [Placement] = []
    /// The position of the text cursor; nil hides it.
    public var cursor: Point?
    /// The targets of clicks; later ones cover earlier ones.
    package var targets: [Target] = []
    /// The focused pane; nil while a popup is open.
    var activePane: Pane?
    /// No rules and marks, and the text cursor on the selection: for screen readers.
    package var isPlain = false

    public init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: max(0, size.columns * size.rows))
    }

    public subscript(column: Int, row: Int) -> Cell {
        get { cells[row * size.columns + column] }
        set {
            guard column >= 0, row >= 0, column < size.columns, row < size.rows else { return }
            cells[row * size.columns + column] = newValue
        }
    }

    /// Puts a picture into `rect`, clipped to the frame. Later drawing covers it.
    public mutating func place(_ picture: PictureID, in rect: Rect, viewport: Viewport = .fit) {
        guard !rect.isEmpty, rect.endColumn <= size.columns, rect.endRow <= size.rows else { return }
        let index = placements.count
        placements.append(Placement(picture: picture, rect: rect, viewport: viewport))
        for row in rect.row..<rect.endRow {
            for column in rect.column..<rect.endColumn {
                cells[row * size.columns + column] = Cell(.picture(index), .text)
            }
        }
    }
}
