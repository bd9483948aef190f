package import RiffleAPI

/// A question that is answered with a line of text, at the bottom of the screen.
package struct Prompt: Popup {
    package enum Purpose: Sendable, Equatable {
        case note([Node])
        case noteOnFiles([FileItem])
        case saveAs(PictureID, EntryID?)
        /// The folder to copy these and later pictures to.
        case collect([PictureCopy])
        case export(Node)
        case filterFiles
        case filterTree
    }

    package let purpose: Purpose
    package var line: LineEdit

    package var context: Context { .line }
    package var room: PopupRoom { .line }

    init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        switch purpose {
        case .saveAs, .collect, .export: line = LineEdit(text, isPath: true)
        case .note, .noteOnFiles, .filterFiles, .filterTree: line = LineEdit(text)
        }
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close:
            line = LineEdit()
            return .close(filter(on: &desk))
        case .accept: return .close(answer(on: &desk))
        default:
            line.perform(command)
            return Outcome(filter(on: &desk))
        }
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        text.forEach { line.type($0) }
        return Outcome(filter(on: &desk))
    }

    /// Filters the files or the tree while the user types.
    private func filter(on desk: inout Desk) -> [Effect] {
        switch purpose {
        case .filterFiles: desk.filterFiles(line.text)
        case .filterTree: desk.filterTree(line.text)
        default: []
        }
    }

    private func answer(on desk: inout Desk) -> [Effect] {
        switch purpose {
        case .note(let nodes): desk.mark(nodes, .note(line.text))
        case .collect(let copies): desk.collect(copies, in: line.text)
        case .noteOnFiles(let items): desk.mark(items, .note(line.text))
        case .saveAs(let picture, let entry): desk.save(picture, entry, as: line.text)
        case .export(let node): desk.export(node, to: line.text)
        case .filterFiles, .filterTree: filter(on: &desk)
        }
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        frame.writePrompt(Words.Lines.label(of: purpose), line, in: room)
    }
}

extension Frame {
    /// Draws a text field after its label.
    ///
    /// - Parameter summary: the text at its end.
    mutating func writePrompt(_ label: String, _ line: LineEdit, in rect: Rect, summary: String = "") {
        fill(rect, style: .field)
        let used = write(" \(label) ", column: rect.column, row: rect.row, style: .barKey)
        let right = write(
            summary.isEmpty ? "" : " \(summary) ", endColumn: rect.endColumn, row: rect.row, style: .field,
            width: rect.columns / 3)
        writeTyped(
            line,
            in: Rect(column: rect.column + used, row: rect.row, columns: rect.columns - used - right, rows: 1),
            style: .field)
    }
}
