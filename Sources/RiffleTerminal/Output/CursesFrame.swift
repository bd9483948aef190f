import RiffleGraphics
import RiffleUI

/// A frame for ncurses: pictures become sentinels, or placeholder cells.
struct CursesFrame: Equatable {
    let frame: Frame
    /// The placeholder of each cell, or nil.
    let placeholders: [KittyCell?]

    /// Whether a row looks the same in another frame of the same size.
    func hasRow(_ row: Int, like other: CursesFrame) -> Bool {
        let range = row * frame.size.columns..<(row + 1) * frame.size.columns
        return frame.cells[range] == other.frame.cells[range] && placeholders[range] == other.placeholders[range]
    }

    /// Ranges of unchanged cells so short that ncurses may rewrite them instead of moving the cursor past them.
    ///
    /// Source: ncurses 6.4, PutRange in tty_update.c; a cursor movement costs less than ten bytes.
    ///
    /// - Parameter isRecolored: whether the colours of all text changed.
    static func overwritten(from old: CursesFrame, to new: CursesFrame, isRecolored: Bool = false) -> [Range<Int>] {
        let size = new.frame.size
        guard old.frame.size == size else { return [] }
        var ranges: [Range<Int>] = []
        for row in 0..<size.rows where isRecolored || !new.hasRow(row, like: old) {
            var lastChanged: Int?
            for index in row * size.columns..<(row + 1) * size.columns
            where !old.isAlike(new, at: index) || isRecolored && new.isText(at: index) {
                if let last = lastChanged, index - last > 1, index - last <= 12 { ranges.append(last + 1..<index) }
                lastChanged = index
            }
        }
        return ranges
    }

    private func isText(at index: Int) -> Bool {
        if case .picture = frame.cells[index].content { placeholders[index] != nil } else { true }
    }

    private func isAlike(_ other: CursesFrame, at index: Int) -> Bool {
        guard placeholders[index] == other.placeholders[index] else { return false }
        let (mine, its) = (frame.cells[index], other.frame.cells[index])
        if case .picture = mine.content, case .picture = its.content { return true }
        return mine == its
    }
}
