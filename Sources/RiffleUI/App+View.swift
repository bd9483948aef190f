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
        if popup?.room != .line { drawHints(in: &frame) }
        return frame
    }

    /// The cells that a popup takes, and those of them that its content has.
    func place(of popup: any Popup) -> (rect: Rect, room: Rect) {
        let size = desk.display.size
        let body = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2)
        switch popup.room {
        case .box:
            let rect = body.centered(popup.size(in: body.size, on: desk))
            return (rect, rect.inset())
        case .panes(let areas):
            let rect = desk.layout.rect(of: areas) ?? body
            return (rect, rect.inset())
        case .screen:
            let rect = Rect(column: 0, row: 0, columns: size.columns, rows: size.rows - 1)
            return (rect, rect)
        case .line:
            let rect = Rect(column: 0, row: size.rows - 1, columns: size.columns, rows: 1)
            return (rect, rect)
        }
    }

    private func drawHeader(in frame: inout Frame) {
        let size = desk.display.size
        frame.fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), style: .bar)
        var status: [String] = [desk.recent.settings.backend]
        if !desk.display.graphics.isEmpty { status.append(desk.display.graphics) }
        let jobs = desk.jobs
        if !jobs.running.isEmpty { status.append(Words.Requests.running(jobs.running.count)) }
        if !jobs.waiting.isEmpty { status.append(Words.Requests.waiting(jobs.waiting.count)) }
        let right = frame.write(
            status.joined(separator: " · ") + " ", endColumn: size.columns, row: 0, style: .bar,
            width: size.columns * 2 / 3)
        let name = frame.write(" \(Words.Screen.program)", column: 0, row: 0, style: .barKey)
        let room = size.columns - right - name - 4
        guard room > 4 else { return }
        let folder = Path.abbreviated(DisplayText.safe(desk.browser.folder), home: desk.environment.home)
        frame.write(
            DisplayText.fitted(folder, to: room, keepingEnd: true), column: name + 2, row: 0, style: .bar)
    }

    /// The bottom line: what was just said, or else the keys that matter here.
    private func drawHints(in frame: inout Frame) {
        let (size, row) = (desk.display.size, desk.layout.hints)
        frame.fill(Rect(column: 0, row: row, columns: size.columns, rows: 1), style: .bar)
        switch desk.notices.current {
        case .info(let text): return write(notice: text, hasMore: false, row: row, style: .bar, in: &frame)
        case .problem(let problem):
            return write(
                notice: "\(Words.Screen.problem): \(problem.line)", hasMore: !problem.detail.isEmpty, row: row,
                style: .error, in: &frame)
        case nil: break
        }
        let hints = desk.environment.keymap.available(in: context).compactMap { command in
            command.hint.flatMap { hint in command.keys.first.map { (name: command.name, key: $0.name, hint: hint) } }
        }
        func columns(_ hint: (name: CommandName, key: String, hint: String)) -> Int {
            DisplayText.columns(of: hint.key) + 1 + DisplayText.columns(of: hint.hint)
        }
        // Whoever knows one key only should know the one that tells the others: it always has its place.
        let help = hints.first { $0.name == .help }
        var end = size.columns - (help.map { columns($0) + 2 } ?? 0)
        var column = 1
        for hint in hints.filter({ $0.name != .help }) + (help.map { [$0] } ?? []) {
            if hint.name == .help { end = size.columns }
            let needed = columns(hint)
            guard column + needed < end else { continue }
            frame.mark(Rect(column: column, row: row, columns: needed, rows: 1), as: .command(hint.name))
            column += frame.write(hint.key, column: column, row: row, style: .barKey) + 1
            column += frame.write(hint.hint, column: column, row: row, style: .bar) + 2
        }
    }

    /// What does not fit is cut, and then says how the rest is seen.
    private func write(notice text: String, hasMore: Bool, row: Int, style: Style, in frame: inout Frame) {
        let size = frame.size
        let text = " " + DisplayText.safe(text)
        let more = size.columns < 48 ? " \(Words.Screen.showsMoreBriefly)" : "  \(Words.Screen.showsMore)"
        guard desk.environment.keymap.available(in: context).contains(where: { $0.name == .problemDetail }) else {
            frame.write(DisplayText.fitted(text, to: size.columns), column: 0, row: row, style: style)
            return
        }
        let fits = DisplayText.columns(of: text) + (hasMore ? more.count : 0) <= size.columns
        let shown = fits ? text : DisplayText.fitted(text, to: max(1, size.columns - more.count))
        frame.write(shown + (fits && !hasMore ? "" : more), column: 0, row: row, style: style)
    }
}
