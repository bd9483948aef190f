import RiffleGraphics
import RiffleUI

/// Remembers which part of which picture every cell of the screen shows, and tells what has to be drawn.
///
/// Pictures are drawn over cells that ncurses believes to hold a sentinel. So there are three reasons to
/// draw a cell: another picture (or another part) belongs there, text that covered it has gone, or
/// ncurses may have written over it.
struct PictureLayer {
    /// Which cell of which preview is on the screen. `source` 0 is none, -1 is unknown.
    private struct Mark: Equatable {
        var source: Int32 = 0
        var column: Int16 = 0
        var row: Int16 = 0
    }

    private struct Source {
        var number: Int32
        var preview: Preview?
    }

    private var size: Size
    private var marks: [Mark]
    private var sources: [Placement: Source] = [:]
    /// Rectangles of sources whose pixels may still be on the screen.
    private var rects: [Int32: Rect] = [:]
    private var lastNumber: Int32 = 0
    /// Whether some cells still show a picture that has been replaced by one that is not ready.
    private(set) var isKeepingOld = false

    init(size: Size) {
        self.size = size
        marks = Array(repeating: Mark(), count: size.columns * size.rows)
    }

    /// Nothing of what was drawn is on the screen any more.
    mutating func forgetDrawn() {
        marks = Array(repeating: Mark(), count: size.columns * size.rows)
        rects = [:]
    }

    /// These cells do not show what was to be drawn there.
    mutating func forgetDrawn(in rects: [Rect]) {
        for rect in rects {
            for row in rect.row..<min(rect.endRow, size.rows) {
                for column in rect.column..<min(rect.endColumn, size.columns) {
                    marks[row * size.columns + column] = Mark(source: -1)
                }
            }
        }
    }

    /// The screen has another size, and nothing on it.
    mutating func resize(to size: Size) {
        self.size = size
        forgetDrawn()
    }

    /// Previews are to be asked for again: all, or those of some pictures.
    mutating func forgetPreviews(of pictures: Set<PictureID>? = nil) {
        guard let pictures else { return sources = [:] }
        sources = sources.filter { !pictures.contains($0.key.picture) }
    }

    /// A piece of the screen to be drawn.
    enum Drawing {
        /// A part of a preview whose top-left cell is at `column`, `row`.
        case part(Preview, column: Int, row: Int, part: CellRange)
        /// Cells that lose their picture, and have no other yet.
        case blank(Rect)
    }

    /// What has to be drawn after the cells of the frame are on the screen.
    ///
    /// - Parameters:
    ///   - overwritten: cells that ncurses may have written though they did not change.
    ///   - keepsOld: whether a picture stays until the one that takes exactly its place is ready.
    ///   - preview: asked once for each placement until it has an answer.
    /// - Complexity: O(cells).
    mutating func update(
        to frame: Frame, overwritten: [Range<Int>], keepsOld: Bool, preview: (Placement) -> Preview?
    ) -> [Drawing] {
        for range in overwritten { for index in range { marks[index] = Mark() } }
        let current = frame.placements.map { source(of: $0, preview: preview) }
        sources = sources.filter { frame.placements.contains($0.key) }
        isKeepingOld = false

        var runs = RunCollector()
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                let index = row * size.columns + column
                guard case .picture(let number) = frame.cells[index].content, number < current.count else {
                    marks[index] = Mark()
                    continue
                }
                let placement = frame.placements[number]
                let wanted = mark(column, row, of: placement, from: current[number])
                if marks[index] == wanted { continue }
                if wanted.source == 0 {
                    let isInPlace = current[number].preview == nil && rects[marks[index].source] == placement.rect
                    if isInPlace, keepsOld {
                        isKeepingOld = true
                        continue
                    }
                    runs.add(column: column, row: row, placement: nil)
                } else {
                    runs.add(column: column, row: row, placement: number)
                }
                marks[index] = wanted
            }
            runs.endRow()
        }
        // Looking through the marks costs more than the entries: do it rarely.
        if rects.count > 64 {
            let live = Set(marks.lazy.map(\.source))
            rects = rects.filter { live.contains($0.key) }
        }
        return runs.finished().compactMap { run in
            guard let number = run.placement else { return .blank(run.rect) }
            guard let preview = current[number].preview else { return nil }
            let origin = frame.placements[number].rect
            let part = CellRange(
                columns: run.rect.column - origin.column..<run.rect.endColumn - origin.column,
                rows: run.rect.row - origin.row..<run.rect.endRow - origin.row)
            return .part(preview, column: origin.column, row: origin.row, part: part)
        }
    }

    private mutating func source(of placement: Placement, preview: (Placement) -> Preview?) -> Source {
        if let source = sources[placement], source.preview != nil { return source }
        let found = preview(placement)
        lastNumber += 1
        let source = Source(number: lastNumber, preview: found)
        sources[placement] = source
        if found != nil { rects[lastNumber] = placement.rect }
        return source
    }

    private func mark(_ column: Int, _ row: Int, of placement: Placement, from source: Source) -> Mark {
        guard let preview = source.preview else { return Mark() }
        let (x, y) = (column - placement.rect.column, row - placement.rect.row)
        guard x < preview.columns, y < preview.rows else { return Mark() }
        // A sixel that touches the last row scrolls the whole screen (xterm 379).
        if case .sixel = preview, row >= size.rows - 1 { return Mark() }
        return Mark(source: source.number, column: Int16(clamping: x), row: Int16(clamping: y))
    }
}
