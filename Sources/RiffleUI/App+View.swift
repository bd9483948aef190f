import RiffleAPI

extension App {
    /// The screen as it is now.
    package func view() -> Frame {
        var frame = Frame(size: size)
        frame.hasBoxes = !environment.isPlain
        guard size.columns >= Layout.smallest.columns, size.rows >= Layout.smallest.rows else {
            frame.write(Words.Screen.tooSmall, column: 0, row: 0, style: .warning)
            frame.write(Words.Screen.tooSmall(columns: size.columns, rows: size.rows), column: 0, row: 1)
            return frame
        }
        if case .zoom(let zoom) = popup {
            draw(zoom, in: &frame)
        } else if case .mask(let editor) = popup {
            draw(editor, in: &frame)
        } else if case .compare(let view) = popup {
            draw(view, in: &frame)
        } else {
            drawHeader(in: &frame)
            drawPanes(in: &frame)
            drawPopup(in: &frame)
        }
        drawHints(in: &frame)
        return frame
    }

    private func drawPanes(in frame: inout Frame) {
        let layout = layout
        if let rect = layout.preview { drawPreview(in: rect, of: &frame) }
        if let rect = layout.files { drawFiles(in: rect, of: &frame) }
        if let rect = layout.tree { drawTree(in: rect, of: &frame) }
        // Last, because its title stands on the edge that it shares with the others.
        if let rect = layout.results { drawResults(in: rect, of: &frame) }
    }

    private func drawPopup(in frame: inout Frame) {
        let area = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 2)
        switch popup {
        case .form(let form): draw(form, in: area, of: &frame)
        case .history(let history): draw(history, in: area, of: &frame)
        case .help(let help): drawHelp(help, in: area, of: &frame)
        case .themes(let picker): draw(picker, in: area, of: &frame)
        case .recipe(let view): draw(view, in: area, of: &frame)
        case .bookmarks(let list): draw(list, in: area, of: &frame)
        case .queue(let queue): draw(queue, in: area, of: &frame)
        case .backends(let backends): draw(backends, in: area, of: &frame)
        case .backendForm(let form): draw(form, in: area, of: &frame)
        case .problem(let problem): draw(problem, in: area, of: &frame)
        case .confirmation(let confirmation): draw(confirmation, in: area, of: &frame)
        case .prompt(let prompt): drawCompletions(of: prompt, in: area, of: &frame)
        case .zoom, .mask, .compare, nil: break
        }
    }

    private func drawHeader(in frame: inout Frame) {
        frame.fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), style: .bar)
        var status: [String] = [settings.backend]
        if !graphics.isEmpty { status.append(graphics) }
        if !jobs.isEmpty { status.append(Words.Requests.running(jobs.count)) }
        if !waiting.isEmpty { status.append(Words.Requests.waiting(waiting.count)) }
        let right = frame.write(
            status.joined(separator: " · ") + " ", endColumn: size.columns, row: 0, style: .bar,
            width: size.columns * 2 / 3)
        let name = frame.write(" \(Words.Screen.program)", column: 0, row: 0, style: .barKey)
        let room = size.columns - right - name - 4
        guard room > 4 else { return }
        let folder = Path.abbreviated(DisplayText.safe(browser.folder), home: environment.home)
        frame.write(
            DisplayText.fitted(folder, to: room, keepingEnd: true), column: name + 2, row: 0, style: .bar)
    }

    /// The bottom line: what was just said, or else the keys that matter here.
    private func drawHints(in frame: inout Frame) {
        let row = layout.hints
        if case .prompt(let prompt) = popup { return draw(prompt, row: row, in: &frame) }
        frame.fill(Rect(column: 0, row: row, columns: size.columns, rows: 1), style: .bar)
        switch notice {
        case .info(let text): return write(notice: text, hasMore: false, row: row, style: .bar, in: &frame)
        case .problem(let problem):
            return write(
                notice: "\(Words.Screen.problem): \(problem.line)", hasMore: !problem.detail.isEmpty, row: row,
                style: .error, in: &frame)
        case nil: break
        }
        let hints = environment.keymap.available(in: context).compactMap { command in
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
        let text = " " + DisplayText.safe(text)
        let more = size.columns < 48 ? " \(Words.Screen.showsMoreBriefly)" : "  \(Words.Screen.showsMore)"
        guard environment.keymap.available(in: context).contains(where: { $0.name == .problemDetail }) else {
            frame.write(DisplayText.fitted(text, to: size.columns), column: 0, row: row, style: style)
            return
        }
        let fits = DisplayText.columns(of: text) + (hasMore ? more.count : 0) <= size.columns
        let shown = fits ? text : DisplayText.fitted(text, to: max(1, size.columns - more.count))
        frame.write(shown + (fits && !hasMore ? "" : more), column: 0, row: row, style: style)
    }

    /// Draws a pane's box. Returns the room inside it.
    func drawPane(_ title: String, _ pane: Pane?, in rect: Rect, of frame: inout Frame) -> Rect {
        let hasKeys = pane == focus && popup == nil
        frame.box(
            rect, title: title, style: hasKeys ? .borderFocused : .border, titleStyle: hasKeys ? .title : .dim)
        if let pane { frame.mark(rect, as: .pane(pane)) }
        return rect.inset()
    }

    /// Where there are no boxes the text cursor stands on what is selected, and a screen reader follows it.
    func point(at row: Int, in room: Rect, pane: Pane, of frame: inout Frame) {
        guard environment.isPlain, pane == focus, popup == nil else { return }
        frame.cursor = Point(column: room.column, row: row)
    }

    /// A selected row is told by its mark `▌` too, not by its colour alone.
    func rowStyle(isSelected: Bool, in pane: Pane, otherwise: Style = .text) -> Style {
        guard isSelected else { return otherwise }
        return pane == focus ? .selection : .selectionInactive
    }
}
