import RiffleAPI

extension App {
    /// The current screen.
    package func view() -> Frame {
        let size = desk.display.size
        var frame = Frame(size: size)
        frame.isPlain = desk.environment.isPlain
        frame.activePane = popup == nil ? desk.focus : nil
        guard size.columns >= Layout.smallest.columns, size.rows >= Layout.smallest.rows else {
            for (row, line) in Words.Screen.tooSmall(columns: size.columns, rows: size.rows).enumerated() {
                frame.write(line, column: 0, row: row, style: row == 0 ? .warning : .text)
            }
            return frame
        }
        // The bottom line is drawn below the previous content.
        let base = popups.last { $0.popup.room != .line }?.popup
        if base?.room != .screen { drawHeader(base, in: &frame) }
        switch base?.room {
        case nil: desk.drawPanes(besides: [], in: &frame)
        // On a small screen a panel covers everything.
        case .panes(let areas) where desk.layout.rect(of: areas) != nil: desk.drawPanes(besides: areas, in: &frame)
        case .panes, .list, .screen, .line: break
        }
        if let base { draw(base, in: &frame) }
        if let popup, popup.room == .line { popup.draw(in: place(of: popup).room, of: &frame, on: desk) }
        drawBottom(base, in: &frame)
        return frame
    }

    private func draw(_ popup: any Popup, in frame: inout Frame) {
        let place = place(of: popup)
        frame.cover(place.room)
        if case .panes = popup.room {
            frame.writeTitle(popup.title(on: desk), in: place.rect, style: .titleFocused, rule: .border)
        }
        popup.draw(in: place.room, of: &frame, on: desk)
    }

    /// The area of a popup, and that of its content.
    func place(of popup: any Popup) -> (rect: Rect, room: Rect) {
        let layout = desk.layout
        switch popup.room {
        case .panes(let areas):
            let rect = layout.rect(of: areas) ?? layout.body
            return (rect, rect.belowTitle)
        case .list: return (layout.body, layout.body)
        case .screen:
            let rect = Rect(column: 0, row: 0, columns: layout.body.columns, rows: layout.body.endRow)
            return (rect, rect)
        case .line:
            let rect = Rect(column: 0, row: layout.body.endRow, columns: layout.body.columns, rows: 1)
            return (rect, rect)
        }
    }
}
