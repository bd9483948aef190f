extension Desk {
    /// - Parameter areas: those covered by a popup.
    func drawPanes(besides areas: [Layout.Area], in frame: inout Frame) {
        let layout = layout
        if let rect = layout.preview, !areas.contains(.preview) { drawPreview(in: rect, of: &frame) }
        if let rect = layout.files, !areas.contains(.files) { drawFiles(in: rect, of: &frame) }
        if let rect = layout.tree, !areas.contains(.tree) { drawTree(in: rect, of: &frame) }
        if let rect = layout.results, !areas.contains(.results) { drawResults(in: rect, of: &frame) }
    }

    /// Draws a pane's title. Returns the room below it.
    func drawTitle(
        _ title: String, _ pane: Pane, in rect: Rect, of frame: inout Frame, hasRule: Bool = false
    ) -> Rect {
        let hasKeys = pane == frame.activePane
        frame.mark(rect, as: .pane(pane))
        let style: Style = hasKeys ? .titleFocused : .dim
        if frame.isPlain {
            let text = hasKeys ? Words.Screen.hasKeys(title) : title
            frame.write(text, column: rect.column + 1, row: rect.row, style: style, width: rect.columns - 1)
            return rect.belowTitle
        }
        if hasKeys { frame.write("▌", column: rect.column, row: rect.row, style: style) }
        if hasRule {
            frame.writeTitle(title, in: rect, style: style, rule: .border)
        } else {
            frame.write(title, column: rect.column + 1, row: rect.row, style: style, width: rect.columns - 1)
        }
        return rect.belowTitle
    }

    /// In plain mode the text cursor is on the selection, so that a screen reader follows it.
    func point(at row: Int, in room: Rect, pane: Pane, of frame: inout Frame) {
        guard frame.isPlain, pane == frame.activePane else { return }
        frame.cursor = Point(column: room.column, row: row)
    }

    /// The first column of a row: the cursor of the focused pane, that of another pane, or the mark of a picked row.
    func rowMark(isSelected: Bool, isPicked: Bool, in pane: Pane, of frame: Frame) -> String {
        if frame.isPlain { return isSelected ? ">" : " " }
        if isPicked { return "✓" }
        return !isSelected ? " " : pane == frame.activePane ? "▌" : "›"
    }

    func rowStyle(isSelected: Bool, isPicked: Bool, in pane: Pane, of frame: Frame, otherwise: Style) -> Style {
        if isSelected { return pane == frame.activePane ? .selection : .selectionInactive }
        return isPicked ? .picked : otherwise
    }
}
