import RiffleAPI

/// The first row of the screen, and the last two.
extension App {
    func drawHeader(in frame: inout Frame) {
        let size = desk.display.size
        frame.fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), style: .bar)
        var status: [String] = [desk.recent.settings.backend]
        if !desk.display.graphics.isEmpty { status.append(desk.display.graphics) }
        if desk.unseen > 0 { status.append(Words.Screen.unseen(desk.unseen, isPlain: desk.environment.isPlain)) }
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

    /// The row of messages, and below it the keys that matter here. A low screen has one row for both.
    func drawBottom(in frame: inout Frame) {
        let layout = desk.layout
        let hasLine = popup?.room == .line
        if let row = layout.message {
            drawHints(in: &frame, row: layout.hints)
            if !hasLine { drawMessage(in: &frame, row: row) }
        } else if !hasLine {
            if desk.notices.current == nil {
                drawHints(in: &frame, row: layout.hints)
            } else {
                drawMessage(in: &frame, row: layout.hints)
            }
        }
    }

    /// What was said last, for as long as it is new; else what runs.
    private func drawMessage(in frame: inout Frame, row: Int) {
        let columns = frame.size.columns
        frame.fill(Rect(column: 0, row: row, columns: columns, rows: 1), style: .bar)
        guard let notice = desk.notices.current else {
            frame.write(" " + desk.runningText, column: 0, row: row, style: .bar, width: columns)
            return
        }
        var style = Style.bar
        var hasMore = false
        if case .problem(let problem) = notice { (style, hasMore) = (.error, !problem.detail.isEmpty) }
        let text = " " + DisplayText.safe(notice.line)
        let more = "  \(Words.Screen.showsMore)"
        let fits = DisplayText.columns(of: text) + (hasMore ? more.count : 0) <= columns
        let shown = fits ? text : DisplayText.fitted(text, to: max(1, columns - more.count))
        frame.write(shown + (fits && !hasMore ? "" : more), column: 0, row: row, style: style, width: columns)
    }

    private func drawHints(in frame: inout Frame, row: Int) {
        let size = frame.size
        frame.fill(Rect(column: 0, row: row, columns: size.columns, rows: 1), style: .bar)
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
}
