package import RiffleAPI

/// A question that is answered with a line of text, at the bottom of the screen.
package struct Prompt: Popup {
    package enum Purpose: Sendable, Equatable {
        case note([Node])
        case noteOnFiles([FileItem])
        case saveAs(PictureID, EntryID?)
        /// The folder that these are copied to, and the next ones too.
        case collect([PictureCopy])
        case export(Node)
        case filterFiles
    }

    package let purpose: Purpose
    package var line: LineEdit

    package var context: Context { .line }
    package var room: PopupRoom { .line }

    init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        switch purpose {
        case .saveAs, .collect, .export: line = LineEdit(text, isPath: true)
        case .note, .noteOnFiles, .filterFiles: line = LineEdit(text)
        }
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close(purpose == .filterFiles ? desk.filterFiles("") : [])
        case .accept: return .close(answer(on: &desk))
        default:
            line.perform(command)
            return changed(on: &desk)
        }
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        text.forEach { line.type($0) }
        return changed(on: &desk)
    }

    /// The list of files follows what is typed.
    private func changed(on desk: inout Desk) -> Outcome {
        Outcome(purpose == .filterFiles ? desk.filterFiles(line.text) : [])
    }

    private func answer(on desk: inout Desk) -> [Effect] {
        switch purpose {
        case .note(let nodes): desk.mark(nodes, .note(line.text))
        case .collect(let copies): desk.collect(copies, in: line.text)
        case .noteOnFiles(let items): desk.mark(items, .note(line.text))
        case .saveAs(let picture, let entry): desk.save(picture, entry, as: line.text)
        case .export(let node): desk.export(node, to: line.text)
        case .filterFiles: desk.filterFiles(line.text)
        }
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        frame.writePrompt(Words.Lines.label(of: purpose), line, in: room)
    }
}

extension Frame {
    /// A line that is typed into, after what it is for.
    mutating func writePrompt(_ label: String, _ line: LineEdit, in rect: Rect) {
        fill(rect, style: .field)
        let used = write(" \(label) ", column: rect.column, row: rect.row, style: .barKey)
        writeTyped(
            line, in: Rect(column: rect.column + used, row: rect.row, columns: rect.columns - used, rows: 1),
            style: .field)
    }
}
