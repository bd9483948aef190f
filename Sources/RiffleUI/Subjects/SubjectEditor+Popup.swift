import RiffleAPI

extension SubjectEditor: Popup {
    package var context: Context { .subject }
    package var room: PopupRoom { .screen }

    /// Opens the subject editor on the current picture.
    static func open(on desk: inout Desk) -> Outcome {
        guard let brush = desk.brush() else { return .stay }
        let editor = SubjectEditor(brush)
        return .open(editor, [.loadHints(brush.source, editor.picture(on: desk))])
    }

    private func picture(on desk: Desk) -> PictureID { desk.picture(of: brush.source, mend: .none) }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        // Marks made before the stored ones are loaded would be lost.
        guard hints != nil || command == .close else { return .stay }
        switch command {
        case .undo, .redo:
            var done = false
            let isChanged = mark { done = command == .undo ? $0.undo() : $0.redo() }
            if !done { desk.say(command == .undo ? Words.Marks.nothingToUndo : Words.Marks.nothingToRedo) }
            return isChanged ? search(on: desk) : .stay
        case .clearMask:
            return mark { $0.clear() } || state == .kept ? search(on: desk) : .stay
        case .pictureKind: turnKind()
        case .forgetSubject:
            guard hints?.subject != nil else {
                desk.say(Words.Subjects.isNotKept)
                break
            }
            return .close([.keepHints(brush.source, picture(on: desk), kind: newKind, .forgotten)])
        case .accept:
            guard state != .searching else {
                desk.say(Words.Subjects.isSearching)
                break
            }
            guard change != .none || newKind != nil else { return .close }
            return .close([.keepHints(brush.source, picture(on: desk), kind: newKind, change)])
        case .close:
            guard !brush.letGo() else { break }
            return .close
        default:
            return mark { $0.draw(command, key: key) } ? search(on: desk) : .stay
        }
        return .stay
    }

    private mutating func search(on desk: Desk) -> Outcome {
        state = .searching
        return [.findSubject(picture(on: desk), brush.sketch.withoutPointer)]
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        let cell = desk.display.cell
        guard hints != nil else { return .stay }
        switch deed {
        case .picture(let point, let area):
            return mark { $0.paint(to: $0.spot(at: point, in: area, cell: cell), isNew: true) }
                ? search(on: desk) : .stay
        case .drag(_, let point, let area?):
            return mark { $0.paint(to: $0.spot(at: point, in: area, cell: cell), isNew: false) }
                ? search(on: desk) : .stay
        default: return wheel(deed, on: &desk)
        }
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        switch action {
        case .hintsLoaded(brush.source, let hints, let marks, let judged):
            return take(hints, marks: marks, judged: judged) ? search(on: desk) : .stay
        case .subjectFound(picture(on: desk), let steps, let found): take(found, by: steps)
        default: break
        }
        return .stay
    }

    package func status(on desk: Desk) -> PopupStatus? {
        PopupStatus(
            left: "\(Words.Subjects.title) \(brush.title)  \(Words.Subjects.kind(of: self))",
            right: Words.Subjects.state(of: self))
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        frame.place(.subject(picture(on: desk), shown), in: room, viewport: brush.viewport)
        frame.mark(room, as: .picture)
    }
}
