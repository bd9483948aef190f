public import RiffleAPI

/// What a cell means. A theme gives each meaning its colours and attributes, so a frame
/// (and a golden screen) survives a change of theme.
public enum Style: String, Sendable, Hashable, CaseIterable {
    /// Ordinary text, and the default for anything that a theme does not name.
    case text
    case dim
    case title
    /// The title of the pane with the keys.
    case titleFocused = "title.focused"
    /// The rule beside a title.
    case border
    /// No longer drawn; themes may name it.
    case borderFocused = "border.focused"
    /// Brackets of the tree.
    case guide
    /// The selected row of the pane that has the keys, and of one that has not.
    case selection
    case selectionInactive = "selection.inactive"
    case accent
    case success
    case warning
    case error
    case favourite
    /// What nobody has looked at.
    case unseen
    /// Percentages of what runs.
    case running
    /// A row that is picked.
    case picked
    case rejected
    /// Text under pictures.
    case label
    /// What costs money.
    case paid
    /// The top line and the bottom line of the screen.
    case bar
    /// The row above the hints.
    case message
    case barKey = "bar.key"
    case popup
    /// No longer drawn; themes may name it.
    case popupBorder = "popup.border"
    case popupTitle = "popup.title"
    case field
    case fieldFocused = "field.focused"
    case fieldError = "field.error"
}

/// One character cell of a frame.
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
    /// A file of the person's, in the state that `version` tells (changes when the file does).
    case file(path: String, version: UInt64)
    /// A picture kept in the history, by the SHA-256 of its bytes in hexadecimal.
    case kept(digest: String)
    /// What a running job has so far of its picture `index`; each newer state has a higher revision.
    case partial(job: JobID, index: Int, revision: Int)
    /// A picture as it would be after a mend (crop, pad).
    indirect case mended(PictureID, Mend, below: Int? = nil)
    /// Two pictures in one, to be compared; as large as the second.
    indirect case compared(PictureID, PictureID, Comparison)
    /// A picture with what is painted on it as its mask.
    indirect case masked(PictureID, MaskSketch)
    /// A picture with its subject shown.
    indirect case subject(PictureID, SubjectSketch)
}

/// How two pictures are shown in one.
public enum Comparison: Sendable, Hashable {
    /// How far they are apart at each point, made stronger: black where they are the same.
    case difference
    /// The first to the left of a line, the second to the right; the line's place in thousandths of the width.
    case split(Int)
}

/// Which part of a picture is shown, and how large.
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

/// A whole screen as a value: all a view makes and all a terminal takes.
public struct Frame: Sendable, Equatable {
    public let size: Size
    /// Row-major, `size.rows * size.columns` cells.
    public private(set) var cells: [Cell]
    public private(set) var placements: [Placement] = []
    /// Where the text cursor is shown; `nil` hides it.
    public var cursor: Point?
    /// What clicks mean, what covers others last.
    package var targets: [Target] = []
    /// The pane with the keys; nil while a popup has them.
    var activePane: Pane?
    /// Without rules and marks, the text cursor on what is selected: for screen readers.
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

    /// Puts a picture into `rect`, clipped to the frame; what is drawn later over its cells covers it.
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
