import RiffleAPI

extension App {
    /// The screen as it is now.
    package func view() -> Frame {
        let size = desk.display.size
        var frame = Frame(size: size)
        frame.hasBoxes = !desk.environment.isPlain
        frame.activePane = popup == nil ? desk.focus : nil
        guard size.columns >= Layout.smallest.columns, size.rows >= Layout.smallest.rows else {
            frame.write(Words.Screen.tooSmall, column: 0, row: 0, style: .warning)
            frame.write(Words.Screen.tooSmall(columns: size.columns, rows: size.rows), column: 0, row: 1)
            return frame
        }
        if popup?.room != .screen {
            drawHeader(in: &frame)
            // On a small screen a panel takes it all.
            let areas = popup?.room.areas ?? []
            desk.drawPanes(
                besides: desk.layout.rect(of: areas) == nil && !areas.isEmpty ? Layout.Area.allCases : areas, in: &frame
            )
        }
        if let popup {
            let place = place(of: popup)
            if popup.room.hasFrame {
                frame.popup(place.rect, title: popup.title(on: desk), isPane: !popup.room.areas.isEmpty)
            }
            popup.draw(in: place.room, of: &frame, on: desk)
        }
        drawBottom(in: &frame)
        return frame
    }

    /// The cells that a popup takes, and those of them that its content has.
    func place(of popup: any Popup) -> (rect: Rect, room: Rect) {
        let size = desk.display.size
        let layout = desk.layout
        let end = layout.message ?? layout.hints
        let body = Rect(column: 0, row: 1, columns: size.columns, rows: end - 1)
        switch popup.room {
        case .box:
            let rect = body.centered(popup.size(in: body.size, on: desk))
            return (rect, rect.inset())
        case .panes(let areas):
            let rect = desk.layout.rect(of: areas) ?? body
            return (rect, rect.inset())
        case .screen:
            let rect = Rect(column: 0, row: 0, columns: size.columns, rows: end)
            return (rect, rect)
        case .line:
            let rect = Rect(column: 0, row: end, columns: size.columns, rows: 1)
            return (rect, rect)
        }
    }
}
