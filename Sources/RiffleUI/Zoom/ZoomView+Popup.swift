import RiffleAPI

extension ZoomView: Popup {
    package var context: Context { .zoom }
    package var room: PopupRoom { .screen }
    package var countsSeconds: Bool { slideshow != nil }

    /// Opens the current picture.
    static func open(on desk: inout Desk) -> Outcome { desk.zoomView().map { .open($0) } ?? .stay }

    static func openSlideshow(on desk: inout Desk) -> Outcome {
        guard var view = desk.zoomView() else { return .stay }
        view.toggleSlideshow(on: &desk)
        return .open(view, [.tick])
    }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        case .vary, .edit, .breed, .compare, .showSubject, .repeatRequest, .upscale, .extend, .recipe, .nextNew:
            return .perform(command)
        case .favourite, .reject, .rate, .undo, .redo:
            let outcome = desk.performMark(command, key: key) ?? .stay
            refresh(on: desk)
            return outcome
        case .note: return desk.askForNote()
        case .saveAs, .copyPath: return desk.performSharing(command)
        case .collect: return desk.collect()
        case .goToParent, .nextSibling, .previousSibling:
            let outcome = desk.performWalk(command) ?? .stay
            return Outcome(outcome.effects + show(0, on: &desk))
        case .slideshow:
            toggleSlideshow(on: &desk)
            return slideshow == nil ? .stay : [.tick]
        case .moveLeft where isFit: return Outcome(show(-1, on: &desk))
        case .moveRight where isFit: return Outcome(show(1, on: &desk))
        default:
            let room = Size(columns: desk.display.size.columns, rows: desk.layout.body.endRow)
            perform(command, fit: desk.display.fit(width: facts?.width ?? 1, height: facts?.height ?? 1, in: room))
            return .stay
        }
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        guard case .drag(let from, let to, _) = deed else { return wheel(deed, on: &desk) }
        // The picture follows the mouse.
        let (scale, size) = (max(1, viewport.scale ?? 1), desk.display.size)
        shift(
            x: Double(from.column - to.column) / Double(size.columns) / scale,
            y: Double(from.row - to.row) / Double(size.rows) / scale)
        return .stay
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        if action == .ticked { return Outcome(advanceSlideshow(on: &desk)) }
        // Marks and notes may have changed.
        if case .lineageLoaded = action { refresh(on: desk) }
        return .stay
    }

    /// The title shows the picture's marks.
    private mutating func refresh(on desk: Desk) {
        if case .entry(let entry) = desk.subject, picture == .kept(digest: entry.digest) {
            title = desk.title(of: entry, hasManner: true)
        }
    }

    /// Shows the picture `by` places further in the pane from which this one was opened.
    private mutating func show(_ by: Int, on desk: inout Desk) -> [Effect] {
        let effects = desk.moveCursor(by)
        if var next = desk.zoomView() {
            next.slideshow = slideshow
            self = next
        }
        return effects + desk.markSeen()
    }

    // MARK: Slideshow

    /// Seconds per picture of a slideshow.
    private static let pace = 4

    private mutating func toggleSlideshow(on desk: inout Desk) {
        slideshow = slideshow == nil ? ZoomView.pace : nil
        desk.say(slideshow == nil ? Words.Pictures.slideshowRests : Words.Pictures.slideshowRuns)
    }

    /// Called every second: shows the next picture when it is due. After the last one it starts again.
    private mutating func advanceSlideshow(on desk: inout Desk) -> [Effect] {
        guard let left = slideshow else { return [] }
        slideshow = left > 1 ? left - 1 : ZoomView.pace
        guard left <= 1 else { return [] }
        let before = picture
        let effects = show(1, on: &desk)
        guard picture == before else { return effects }
        switch desk.focus {
        case .files: desk.browser.list.move(to: desk.browser.items.firstIndex { $0.kind == .picture } ?? 0)
        case .tree: desk.tree.list.move(to: 0)
        case .results: desk.results.selected = 0
        }
        return effects + show(0, on: &desk)
    }

    // MARK: Drawing

    package func status(on desk: Desk) -> PopupStatus? {
        let columns = desk.display.size.columns
        let size = facts.map { [Words.pixels($0)] } ?? []
        let scale = columns < 48 ? magnification : position
        let place = desk.placeAmongSiblings.map { [$0] } ?? []
        return PopupStatus(left: title, right: (size + [scale] + place).joined(separator: " · "))
    }

    package func draw(in room: Rect, of frame: inout Frame, on desk: Desk) {
        frame.mark(room, as: .picture)
        frame.place(picture, in: room, viewport: viewport)
    }

    package func ahead(of frame: Frame) -> [Placement]? {
        guard !isFit else { return nil }
        guard let place = frame.placements.first(where: { $0.picture == picture }) else { return [] }
        return [Placement(picture: picture, rect: place.rect, viewport: movedOn)]
    }
}

extension Desk {
    /// `2 of 4`: the current picture's number in its request.
    fileprivate var placeAmongSiblings: String? {
        guard let entry = currentEntry, let request = entry.request.flatMap(tree.request), focus != .files else {
            return nil
        }
        return Words.Requests.arrived(entry.index + 1, of: max(request.settings.count, entry.index + 1))
    }

    /// The current picture on the whole screen; nil, with a message, if it cannot be shown.
    fileprivate mutating func zoomView() -> ZoomView? {
        switch subject {
        case .file(let item):
            var facts: PictureFacts?
            switch browser.facts[item.path] {
            case .unreadable(let reason):
                report(Words.Pictures.cannotBeShown(item.name, reason))
                return nil
            case .picture(let known, _): facts = known
            case nil: break
            }
            return ZoomView(picture: item.picture, title: item.name, facts: facts)
        case .entry(let entry):
            let title = title(of: entry, hasManner: true)
            return ZoomView(picture: .kept(digest: entry.digest), title: title, facts: entry.facts)
        case .forming(let picture?, let place):
            return ZoomView(picture: picture, title: Words.Screen.forming(place + 1), facts: nil)
        case .forming(nil, _), .nothing:
            say(Words.Pictures.selectOne)
            return nil
        }
    }
}

extension Desk.Display {
    /// Screen pixels per picture pixel if the whole picture is shown.
    func fit(width: Int, height: Int, in room: Size) -> Double {
        min(
            Double(room.columns * cell.columns) / Double(max(1, width)),
            Double(room.rows * cell.rows) / Double(max(1, height)), ZoomView.largestFit)
    }
}
