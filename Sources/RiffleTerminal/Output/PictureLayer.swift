import RiffleGraphics
import RiffleUI

/// Remembers which part of which picture every cell of the screen shows and which it ought to show, and hands out
/// the difference in pieces, as small as the line wants them.
///
/// Pictures are drawn over cells that ncurses believes to hold a sentinel. So there are three reasons to
/// draw a cell: another picture (or another part) belongs there, text that covered it has gone, or
/// ncurses may have written over it. A picture that goes out of date while it is being sent needs no care: the next
/// difference is that to the new one.
struct PictureLayer {
    /// Which cell of which preview. `source` 0 is none, -1 is unknown.
    private struct Mark: Equatable {
        var source: Int32 = 0
        var column: Int16 = 0
        var row: Int16 = 0
    }

    /// A preview in its place.
    private struct Source {
        let preview: Preview
        let rect: Rect
        /// Whether no better look at the picture is to come.
        let isFinal: Bool
        /// Of what has been drawn so far, to cut the rest into pieces of the right size.
        var bytesPerCell: Int
    }

    private var size: Size
    /// What the screen shows.
    private var marks: [Mark]
    /// What it ought to show.
    private var wanted: [Mark]
    /// Sources that are on the screen or ought to be.
    private var sources: [Int32: Source] = [:]
    private var numbers: [Placement: Int32] = [:]
    /// In the order of the frame's placements: the first is drawn first.
    private var current: [Int32] = []
    private var lastNumber: Int32 = 0
    /// Whether some cells still show a picture that has been replaced by one that is not ready.
    private(set) var isKeepingOld = false
    /// Whether everything is drawn; looked for cell by cell only where that is not known.
    private(set) var isDone = true
    /// What the cells of the frame hold in ncurses' place of a sentinel: placeholders that show a picture by themselves.
    private(set) var placeholders: [KittyCell?]
    /// Whether `placeholders` of the frame have changed since `update`: a picture has arrived in the terminal.
    private(set) var needsUpdate = false
    private(set) var kitty = KittyShelf()
    /// A first look that stays until the picture after it has arrived.
    private var standIns: [Placement: Int32] = [:]
    /// Pictures that were put on the screen by position.
    private var placed: [Int32: KittyPreview] = [:]
    /// Whether ncurses can write placeholders; their colours tell the picture.
    private let hasPlaceholders: Bool

    /// Whether some of the previews are not the last ones.
    var isShowingQuickLooks: Bool { current.contains { sources[$0]?.isFinal == false } }

    /// - Parameter hasPlaceholders: whether ncurses has the 256 colours that placeholders need.
    init(size: Size, hasPlaceholders: Bool = true) {
        self.size = size
        self.hasPlaceholders = hasPlaceholders
        placeholders = Array(repeating: nil, count: size.columns * size.rows)
        marks = Array(repeating: Mark(), count: size.columns * size.rows)
        wanted = marks
    }

    /// For each cell whether a part of a picture is on the screen there.
    var drawn: [Bool] { marks.map { $0.source != 0 } }

    /// Nothing of what was drawn is on the screen any more.
    mutating func forgetDrawn() {
        marks = Array(repeating: Mark(), count: size.columns * size.rows)
        placed = [:]
        isDone = false
    }

    /// Nor is anything in the terminal's memory.
    mutating func forgetUploads() { kitty.forget() }

    /// Takes what is in the terminal's memory out of it.
    var ending: [UInt8] { kitty.deletion }

    /// The screen has another size, and nothing on it.
    mutating func resize(to size: Size) {
        self.size = size
        forgetDrawn()
        wanted = marks
        placeholders = Array(repeating: nil, count: size.columns * size.rows)
        current = []
    }

    /// Previews are to be asked for again: all, or those of some pictures.
    mutating func forgetPreviews(of pictures: Set<PictureID>? = nil) {
        guard let pictures else { return numbers = [:] }
        numbers = numbers.filter { !pictures.contains($0.key.picture) }
    }

    /// Takes over what has to be on the screen.
    ///
    /// - Parameters:
    ///   - keepsOld: whether a picture stays until the one that takes exactly its place is ready.
    ///   - look: asked for each placement until it has a final answer.
    /// - Returns: cells that lose their picture, and have no other yet.
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

    /// Takes pictures off the screen that were put there by position and are not wanted any more.
    mutating func removals() -> [UInt8] {
        guard !placed.isEmpty else { return [] }
        let live = Set(wanted.lazy.map(\.source))
        let gone = placed.filter { !live.contains($0.key) }
        for number in gone.keys { placed[number] = nil }
        return gone.sorted { $0.key < $1.key }.flatMap(\.value.removal)
    }

    /// What stands in the place of a picture now: itself, unless the terminal has yet to get it.
    private mutating func shownNumber(of placement: Placement, _ number: Int32) -> Int32 {
        guard case .kitty(let picture) = sources[number]?.preview else { return number }
        guard kitty.holds(picture) else { return standIns[placement] ?? 0 }
        kitty.use(picture)
        standIns[placement] = nil
        return number
    }

    /// What ncurses writes into a cell so that a piece of a picture appears there.
    private func placeholder(_ column: Int, _ row: Int, from number: Int32) -> KittyCell? {
        guard hasPlaceholders, let source = sources[number], case .kitty(let picture) = source.preview,
            picture.style == .placeholders
        else { return nil }
        return picture.cell(column: column - source.rect.column, row: row - source.rect.row)
    }

    /// Cells that ncurses may have written though they did not change.
    mutating func overwrite(_ ranges: [Range<Int>]) {
        for range in ranges {
            for index in range where marks[index] != Mark() {
                marks[index] = Mark()
                isDone = false
            }
        }
    }

    /// Looking through the marks costs more than the entries: done rarely.
    private mutating func forgetUnused() {
        guard sources.count > 32 else { return }
        let live = Set(marks.lazy.map(\.source)).union(current).union(standIns.values)
        sources = sources.filter { live.contains($0.key) }
    }

    /// A part of a preview to be drawn now, of about `bytes`; it counts as drawn. `nil` where all is drawn.
    ///
    /// - Complexity: O(cells), and encoding the part.
    mutating func next(aimingAt bytes: Int) -> [UInt8]? {
        guard !isDone else { return nil }
        // First looks before whole pictures.
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
            // Dear pieces are remembered for a while: the next may be as dear.
            let cost = piece.count / (rect.columns * rect.rows)
            sources[number]?.bytesPerCell = max(1, cost, source.bytesPerCell * 3 / 4)
            for row in rect.row..<rect.endRow {
                for index in row * size.columns + rect.column..<row * size.columns + rect.endColumn {
                    marks[index] = wanted[index]
                }
            }
            // Where a mosaic takes another's place, some rows may be alike.
            if piece.isEmpty { return next(aimingAt: bytes) }
            return piece
        }
        isDone = true
        return nil
    }

    /// What draws a part: of a mosaic only the cells that differ from the mosaic that is there.
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

    /// Whether all cells show their own part of one source.
    private func isShown(_ number: Int32, in rect: Rect) -> Bool {
        (rect.row..<rect.endRow).allSatisfy { row in
            (rect.column..<rect.endColumn).allSatisfy { column in
                marks[row * size.columns + column] == mark(column, row, from: number)
            }
        }
    }

    /// The first cells of a source that are not on the screen: from the first of them to the right as far as
    /// they go, and down as far as rows miss just the same cells, as much as fits the bytes.
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
            // Cut where a group of rows ends.
            let group = source.preview.rowGroups
            func start(of row: Int) -> Int {
                let offset = (row - source.rect.row - group.first) % group.rows
                return row - (offset < 0 ? offset + group.rows : offset)
            }
            end = start(of: end) > top ? start(of: end) : min(last, start(of: top) + group.rows)
        }
        // If that is too much, equal shares of it. Every piece of a sixel brings its colours along.
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

    /// Where a picture is on the screen already, and only what lies around it is new, its cells are not drawn again.
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
