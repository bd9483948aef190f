import RiffleAPI

/// The first row of the screen and the last two.
extension App {
    /// The program and the folder, or a list's title; at the right its counts, or the backend and running requests.
    func drawHeader(_ popup: (any Popup)?, in frame: inout Frame) {
        let columns = frame.size.columns
        frame.fill(Rect(column: 0, row: 0, columns: columns, rows: 1), style: .bar)
        let list = popup?.room == .list ? popup : nil
        let status = list?.summary(on: desk) ?? statusText(columns: columns * 2 / 3)
        let right = frame.write(status + " ", endColumn: columns, row: 0, style: .bar, width: columns * 2 / 3)
        let name = list?.title(on: desk) ?? Words.Screen.program
        let left = frame.write(" \(name)", column: 0, row: 0, style: .barKey, width: columns - right - 1)
        let room = columns - right - left - 4
        guard list == nil, room > 4 else { return }
        let folder = Path.abbreviated(DisplayText.safe(desk.browser.folder), home: desk.environment.home)
        frame.write(DisplayText.fitted(folder, to: room, keepingEnd: true), column: left + 2, row: 0, style: .bar)
    }

    /// `comfyui · sdxl-turbo · sixel · ● 14 unseen · 2 running`; if it is narrow, the least important parts are left out.
    private func statusText(columns: Int) -> String {
        let settings = desk.recent.settings
        let profile = desk.environment.profiles.first { $0.name == settings.backend }
        let price = profile.flatMap { $0.isPaid ? Words.Screen.paid($0.price) : nil }
        let jobs = desk.jobs
        // Parts with a higher rank are left out first.
        let facts: [(text: String, rank: Int)] = [
            (settings.backend, 1), (settings.model ?? "", 2), (price ?? "", 0), (desk.display.graphics, 3),
            (
                desk.unseen > 0 ? Words.Screen.unseen(desk.unseen, isPlain: desk.environment.isPlain) : "", 0
            ),
            (jobs.running.isEmpty ? "" : Words.Requests.running(jobs.running.count), 0),
            (jobs.waiting.isEmpty ? "" : Words.Requests.waiting(jobs.waiting.count), 0),
        ]
        func text(_ rank: Int) -> String {
            facts.filter { $0.rank <= rank && !$0.text.isEmpty }.map(\.text).joined(separator: " · ")
        }
        let most = columns >= 66 ? 3 : 2
        return (0...most).reversed().map(text).first { DisplayText.columns(of: $0) <= columns - 2 } ?? text(0)
    }

    /// The row of messages, and below it the hints. A low screen has one row for both.
    func drawBottom(_ base: (any Popup)?, in frame: inout Frame) {
        let layout = desk.layout
        let hasLine = popup?.room == .line
        if let row = layout.message {
            drawHints(in: &frame, row: layout.hints)
            if !hasLine { drawMessage(base?.status(on: desk), in: &frame, row: row) }
        } else if !hasLine {
            if desk.notices.current == nil {
                drawHints(in: &frame, row: layout.hints)
            } else {
                drawMessage(nil, in: &frame, row: layout.hints)
            }
        }
    }

    /// The current message, or the running requests.
    ///
    /// - Parameter status: the state of a full-screen picture; a message takes the right half.
    private func drawMessage(_ status: PopupStatus?, in frame: inout Frame, row: Int) {
        let columns = frame.size.columns
        frame.fill(Rect(column: 0, row: row, columns: columns, rows: 1), style: .message)
        let notice = desk.notices.current
        var column = 0
        if let status {
            let right = notice == nil ? status.right : ""
            let used = frame.write(
                right.isEmpty ? "" : " \(right) ", endColumn: columns, row: row, style: .message, width: columns)
            let room = notice == nil ? columns - used : columns / 2
            frame.write(" " + status.left, column: 0, row: row, style: .message, width: room)
            column = room
        }
        guard let notice else {
            if status == nil {
                frame.write(" " + desk.runningText, column: 0, row: row, style: .message, width: columns)
            }
            return
        }
        var style = Style.message
        var hasMore = false
        if case .problem(let problem) = notice { (style, hasMore) = (.error, !problem.detail.isEmpty) }
        let text = " " + DisplayText.safe(notice.line)
        let more = "  \(Words.Screen.showsMore)"
        let room = columns - column
        let fits = DisplayText.columns(of: text) + (hasMore ? more.count : 0) <= room
        let shown = fits ? text : DisplayText.fitted(text, to: max(1, room - more.count))
        frame.write(shown + (fits && !hasMore ? "" : more), column: column, row: row, style: style, width: room)
    }

    private func drawHints(in frame: inout Frame, row: Int) {
        let columns = frame.size.columns
        frame.fill(Rect(column: 0, row: row, columns: columns, rows: 1), style: .bar)
        var shown = hints
        func width(_ hints: [ShownHint]) -> Int { hints.reduce(1) { $0 + $1.columns + 2 } - 2 }
        // Keys that work everywhere are left out last.
        while shown.count > 1, width(shown) > columns {
            let place = shown.lastIndex { $0.command != .help && $0.command != .close }
            shown.remove(at: place ?? shown.firstIndex { $0.command == .help } ?? 0)
        }
        var column = 1
        for hint in shown where column + hint.columns <= columns {
            frame.mark(
                Rect(column: column, row: row, columns: hint.columns, rows: 1), as: .command(hint.command))
            column += frame.write(hint.keys, column: column, row: row, style: .barKey) + 1
            column += frame.write(hint.word, column: column, row: row, style: .bar) + 2
        }
    }
}

/// The text of the message row while a popup is open and there is no message.
package struct PopupStatus: Sendable, Equatable {
    package var left: String
    package var right = ""
}
