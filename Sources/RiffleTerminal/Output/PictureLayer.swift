import RiffleGraphics
import RiffleUI

/// Tracks which part of which picture each screen cell shows and should show, and draws the difference in pieces of the
/// size that the line allows.
///
/// Pictures are drawn over cells that hold a sentinel in ncurses. A cell must be drawn if it should show another
/// picture or part, if text that covered it is gone, or if ncurses may have written over it. A picture that becomes
/// outdated while it is being sent needs no special handling: the next difference leads to the new one.
struct PictureLayer {
    /// A cell of a preview. `source` 0 is none, -1 is unknown.
    private struct Mark: Equatable {
        var source: Int32 = 0
        var column: Int16 = 0
        var row: Int16 = 0
    }

    /// A preview at its position.
    private struct Source {
        let preview: Preview
        let rect: Rect
        /// Whether no better preview of the picture will follow.
        let isFinal: Bool
        /// Measured on what was drawn so far; used to choose the size of the next pieces.
        var bytesPerCell: Int
    }

    private var size: Size
    /// What the screen shows.
    private var marks: [Mark]
    /// What the screen should show.
    private var wanted: [Mark]
    /// Sources that the screen shows or should show.
    private var sources: [Int32: Source] = [:]
    private var numbers: [Placement: Int32] = [:]
    /// In the order of the frame's placements, which is the drawing order.
    private var current: [Int32] = []
    private var lastNumber: Int32 = 0
    /// Whether some cells show an old picture because its replacement is not ready.
    private(set) var isKeepingOld = false
    /// Whether everything is drawn. Updated only by a scan of the cells.
    private(set) var isDone = true
    /// The placeholder of each cell, for pictures that are shown by text.
    private(set) var placeholders: [KittyCell?]
    /// Whether `placeholders` have changed since `update`, because an upload was completed.
    private(set) var needsUpdate = false
    private(set) var kitty = KittyShelf()
    /// Quick previews that stay until their replacement is uploaded.
    private var standIns: [Placement: Int32] = [:]
    /// Pictures that were placed directly on the screen.
    private var placed: [Int32: KittyPreview] = [:]
    /// Whether ncurses can write placeholders, whose colour identifies the picture.
    private let hasPlaceholders: Bool

    /// Whether some previews will be replaced by better ones.
    var isShowingQuickLooks: Bool { current.contains { sources[$0]?.isFinal == false } }

    /// - Parameter hasPlaceholders: whether ncurses has the 256 colours that placeholders need.
    init(size: Size, hasPlaceholders: Bool = true) {
        self.size = size
        self.hasPlaceholders = hasPlaceholders
        placeholders = Array(repeating: nil, count: size.columns * size.rows)
        marks = Array(repeating: Mark(), count: size.columns * size.rows)
        wanted = marks
    }

    /// For each cell, whether it shows a part of a picture.
    var drawn: [Bool] { marks.map { $0.source != 0 } }

    /// Call when the screen was cleared.
    mutating func forgetDrawn() {
        marks = Array(repeating: Mark(), count: size.columns * size.rows)
        placed = [:]
        isDone = false
    }

    /// Call when the terminal's memory was cleared too.
    mutating func forgetUploads() { kitty.forget() }

    /// Deletes our pictures from the terminal's memory.
    var ending: [UInt8] { kitty.deletion }

    /// Resizes the screen, which is then empty.
    mutating func resize(to size: Size) {
        self.size = size
        forgetDrawn()
        wanted = marks
        placeholders = Array(repeating: nil, count: size.columns * size.rows)
        current = []
    }

    /// Requests previews again: all, or those of some pictures.
    mutating func forgetPreviews(of pictures: Set<PictureID>? = nil) {
        guard let pictures else { return numbers = [:] }
        numbers = numbers.filter { !pictures.contains($0.key.picture) }
    }

    /// Sets what the screen should show.
    ///
    /// - Parameters:
    ///   - keepsOld: whether a picture stays until the one that replaces it exactly is ready.
    ///   - look: provides the preview of a placement; called until it returns a final one.
    /// - Returns: cells that lose their picture without a replacement.
    /// - Complexity: O(cells).
    mutating func update(to frame: Frame, keepsOld: Bool, look: (Placement) -> PictureLook?) -> [Rect] {
        current = frame.placements.map { number(of: $0, look: look) }
        numbers = numbers.filter { frame.placements.contains($0.key) }
        standIns = standIns.filter { frame.placements.contains($0.key) }
        let shown = zip(frame.placements, current).map { shownNumber(of: $0, $1) }
        isKeepingOld = false
        isDone = !zip(shown, current).contains { $0 != $1 }
        needsUpdate = false

        var blanks = CellRuns()
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                let index = row * size.columns + column
                wanted[index] = Mark()
                placeholders[index] = nil
                guard case .picture(let number) = frame.cells[index].content, number < current.count else {
                    marks[index] = Mark()
                    continue
                }
                if let cell = placeholder(column, row, from: shown[number]) {
                    placeholders[index] = cell.after(column > 0 ? placeholders[index - 1] : nil)
                    marks[index] = Mark()
                    continue
                }
                wanted[index] = mark(column, row, from: shown[number])
                if marks[index] == wanted[index] { continue }
                isDone = false
                guard wanted[index].source == 0 else { continue }
                let old = sources[marks[index].source]
                let isAwaited = keepsOld || current[number] != 0
                if isAwaited, shown[number] == 0, old?.rect == frame.placements[number].rect {
                    isKeepingOld = true
                    wanted[index] = marks[index]
                } else {
                    blanks.add(column: column, row: row)
                    marks[index] = Mark()
                }
            }
            blanks.endRow()
        }
        forgetUnused()
        return blanks.finished()
    }

    /// Removes direct placements that are no longer needed.
    mutating func removals() -> [UInt8] {
        guard !placed.isEmpty else { return [] }
        let live = Set(wanted.lazy.map(\.source))
        let gone = placed.filter { !live.contains($0.key) }
        for number in gone.keys { placed[number] = nil }
        return gone.sorted { $0.key < $1.key }.flatMap(\.value.removal)
    }

    /// The source to show for a placement: the picture itself, or a stand-in until its upload is complete.
    private mutating func shownNumber(of placement: Placement, _ number: Int32) -> Int32 {
        guard case .kitty(let picture) = sources[number]?.preview else { return number }
        guard kitty.holds(picture) else { return standIns[placement] ?? 0 }
        kitty.use(picture)
        standIns[placement] = nil
        return number
    }

    /// The placeholder for a cell, if the picture is shown by placeholders.
    private func placeholder(_ column: Int, _ row: Int, from number: Int32) -> KittyCell? {
        guard hasPlaceholders, let source = sources[number], case .kitty(let picture) = source.preview,
            picture.style == .placeholders
        else { return nil }
        return picture.cell(column: column - source.rect.column, row: row - source.rect.row)
    }

    /// Marks cells that ncurses may have rewritten although they did not change.
    mutating func overwrite(_ ranges: [Range<Int>]) {
        for range in ranges {
            for index in range where marks[index] != Mark() {
                marks[index] = Mark()
                isDone = false
            }
        }
    }

    /// Scanning the marks is expensive, so this runs only when there are many sources.
    private mutating func forgetUnused() {
        guard sources.count > 32 else { return }
        let live = Set(marks.lazy.map(\.source)).union(current).union(standIns.values)
        sources = sources.filter { live.contains($0.key) }
    }

    /// The next piece to send, about `bytes` long; the piece then counts as drawn. `nil` if everything is drawn.
    ///
    /// - Complexity: O(cells), and encoding the part.
    mutating func next(aimingAt bytes: Int) -> [UInt8]? {
        guard !isDone else { return nil }
        // Quick previews come before final ones.
        for number in Array(standIns.values) + current where number != 0 {
            guard let source = sources[number] else { continue }
            if case .kitty(let picture) = source.preview, !kitty.holds(picture) {
                let piece = kitty.upload(picture, aimingAt: bytes)
                needsUpdate = kitty.holds(picture)
                return piece
            }
            guard let rect = firstMissing(of: number, in: source, aimingAt: bytes) else { continue }
            let origin = source.rect
            let part = CellRange(
                columns: rect.column - origin.column..<rect.endColumn - origin.column,
                rows: rect.row - origin.row..<rect.endRow - origin.row)
            let piece = drawing(of: source, part: part, in: rect)
            if case .kitty(let picture) = source.preview, picture.style == .direct { placed[number] = picture }
            // A high cost decays slowly, because the next piece may be as expensive.
            let cost = piece.count / (rect.columns * rect.rows)
            sources[number]?.bytesPerCell = max(1, cost, source.bytesPerCell * 3 / 4)
            for row in rect.row..<rect.endRow {
                for index in row * size.columns + rect.column..<row * size.columns + rect.endColumn {
                    marks[index] = wanted[index]
                }
            }
            // Where a mosaic replaces another, rows may be equal.
            if piece.isEmpty { return next(aimingAt: bytes) }
            return piece
        }
        isDone = true
        return nil
    }

    /// The bytes of a part; for a mosaic over a mosaic only the cells that differ.
    private func drawing(of source: Source, part: CellRange, in rect: Rect) -> [UInt8] {
        let (column, row) = (source.rect.column, source.rect.row)
        let first = marks[rect.row * size.columns + rect.column].source
        if case .mosaic(let new) = source.preview, let old = sources[first], case .mosaic(let previous) = old.preview,
            old.rect == source.rect, isShown(first, in: rect)
        {
            return new.slices(replacing: previous, column: column, row: row, part: part).flatMap { $0 }
        }
        return source.preview.bytes(column: column, row: row, part: part)
    }

    /// Whether all cells show the right part of one source.
    private func isShown(_ number: Int32, in rect: Rect) -> Bool {
        (rect.row..<rect.endRow).allSatisfy { row in
            (rect.column..<rect.endColumn).allSatisfy { column in
                marks[row * size.columns + column] == mark(column, row, from: number)
            }
        }
    }

    /// A rectangle of cells that still have to be drawn: starts at the first missing cell, extends to the right over
    /// missing cells, and down over rows that miss the same columns, up to the byte limit.
    private func firstMissing(of number: Int32, in source: Source, aimingAt bytes: Int) -> Rect? {
        let columns = source.rect.column..<min(source.rect.endColumn, size.columns)
        func run(_ row: Int) -> Range<Int>? {
            let start = row * size.columns
            func isMissing(_ column: Int) -> Bool {
                wanted[start + column].source == number && marks[start + column] != wanted[start + column]
            }
            guard let first = columns.first(where: isMissing) else { return nil }
            let end = (first..<columns.upperBound).first { !isMissing($0) } ?? columns.upperBound
            return first..<end
        }
        let rows = source.rect.row..<min(source.rect.endRow, size.rows)
        guard let top = rows.first(where: { run($0) != nil }), let whole = run(top) else { return nil }
        let cells = max(1, bytes / source.bytesPerCell)
        let last = (top + 1..<max(top + 1, rows.upperBound)).first { run($0) != whole } ?? rows.upperBound
        var end = min(last, top + max(1, cells / whole.count))
        if end < last {
            // Cut at the end of a row group.
            let group = source.preview.rowGroups
            func start(of row: Int) -> Int {
                let offset = (row - source.rect.row - group.first) % group.rows
                return row - (offset < 0 ? offset + group.rows : offset)
            }
            end = start(of: end) > top ? start(of: end) : min(last, start(of: top) + group.rows)
        }
        // If that is too much, split it evenly. Each piece of a sixel repeats its colours.
        let shares = ((end - top) * whole.count + cells - 1) / cells
        let width = (whole.count + shares - 1) / shares
        return Rect(column: whole.lowerBound, row: top, columns: width, rows: end - top)
    }

    private mutating func number(of placement: Placement, look: (Placement) -> PictureLook?) -> Int32 {
        let known = numbers[placement]
        if let known, sources[known]?.isFinal == true { return known }
        guard let look = look(placement) else { return known ?? 0 }
        if let known, !look.isFinal { return known }
        if let known, case .kitty = look.preview { standIns[placement] = known }
        lastNumber += 1
        numbers[placement] = lastNumber
        sources[lastNumber] = Source(
            preview: look.preview, rect: placement.rect, isFinal: look.isFinal,
            bytesPerCell: look.preview.expectedBytesPerCell)
        keepDrawn(lastNumber)
        return lastNumber
    }

    /// Reuses the drawn cells of a picture if only its margin changed.
    private mutating func keepDrawn(_ number: Int32) {
        guard let source = sources[number] else { return }
        let old = sources.filter { other, known in
            other != number && known.rect == source.rect && source.preview.hasPicture(of: known.preview)
        }
        if old.isEmpty { return }
        for other in old.keys {
            if let picture = placed.removeValue(forKey: other) { placed[number] = picture }
        }
        for row in source.rect.row..<min(source.rect.endRow, size.rows) {
            for column in source.rect.column..<min(source.rect.endColumn, size.columns) {
                let index = row * size.columns + column
                let shown = marks[index]
                guard old[shown.source] != nil, shown == mark(column, row, from: shown.source),
                    source.preview.fills(column: column - source.rect.column, row: row - source.rect.row)
                else { continue }
                marks[index].source = number
            }
        }
    }

    private func mark(_ column: Int, _ row: Int, from number: Int32) -> Mark {
        guard let source = sources[number] else { return Mark() }
        let (x, y) = (column - source.rect.column, row - source.rect.row)
        guard x < source.preview.columns, y < source.preview.rows else { return Mark() }
        // A sixel that touches the last row scrolls the whole screen (xterm 379).
        if case .sixel = source.preview, row >= size.rows - 1 { return Mark() }
        return Mark(source: number, column: Int16(clamping: x), row: Int16(clamping: y))
    }
}
