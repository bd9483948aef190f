extension Desk {
    /// - Parameter areas: those that a popup takes.
    func drawPanes(besides areas: [Layout.Area], in frame: inout Frame) {
        let layout = layout
        if let rect = layout.preview, !areas.contains(.preview) { drawPreview(in: rect, of: &frame) }
        if let rect = layout.files, !areas.contains(.files) { drawFiles(in: rect, of: &frame) }
        if let rect = layout.tree, !areas.contains(.tree) { drawTree(in: rect, of: &frame) }
        // Last, because its title stands on the edge that it shares with the others.
        if let rect = layout.results, !areas.contains(.results) { drawResults(in: rect, of: &frame) }
    }

    /// Draws a pane's box. Returns the room inside it.
    func drawPane(_ title: String, _ pane: Pane?, in rect: Rect, of frame: inout Frame) -> Rect {
        let hasKeys = pane != nil && pane == frame.activePane
        frame.box(
            rect, title: title, style: hasKeys ? .borderFocused : .border, titleStyle: hasKeys ? .title : .dim)
        if let pane { frame.mark(rect, as: .pane(pane)) }
        return rect.inset()
    }

    /// Where there are no boxes the text cursor stands on what is selected, and a screen reader follows it.
    func point(at row: Int, in room: Rect, pane: Pane, of frame: inout Frame) {
        guard !frame.hasBoxes, pane == frame.activePane else { return }
        frame.cursor = Point(column: room.column, row: row)
    }

    /// A selected row is told by its mark `▌` too, not by its colour alone.
    func rowStyle(isSelected: Bool, in pane: Pane, otherwise: Style = .text) -> Style {
        guard isSelected else { return otherwise }
        return pane == focus ? .selection : .selectionInactive
    }
}
