import RiffleAPI

extension App {
    /// Rows that one notch of the wheel scrolls.
    private static let notch = 3

    mutating func take(_ mouse: Mouse) -> [Effect] {
        // The views know where everything is: they are asked, not imitated.
        let target = view().target(at: mouse.point)
        switch mouse.deed {
        case .press(let clicks):
            notice = nil
            isQuitting = false
            dragged = mouse.point
            return target.map { press(on: $0, at: mouse.point, isDouble: clicks == 2) } ?? []
        case .drag:
            defer { dragged = mouse.point }
            return drag(over: target, to: mouse.point)
        case .release:
            dragged = nil
            return []
        case .wheelUp: return target.map { wheel(over: $0.meaning, by: -1) } ?? []
        case .wheelDown: return target.map { wheel(over: $0.meaning, by: 1) } ?? []
        }
    }

    private mutating func press(on target: Frame.Target, at point: Point, isDouble: Bool) -> [Effect] {
        switch target.meaning {
        case .pane(let pane): focus(on: pane)
        case .file(let index):
            focus(on: .files)
            browser.list.move(to: index)
            let effects = readUnread() + followSelection()
            return isDouble ? effects + perform(.open, key: nil) : effects
        case .node(let index):
            focus(on: .tree)
            tree.list.move(to: index)
            followTree()
            guard isDouble, let node = tree.cursor else { break }
            if case .entry = node { return perform(.zoom, key: nil) }
            tree.setFolded(node, !tree.rows[tree.list.index].isFolded)
        case .slot(let place):
            focus(on: .results)
            results.selected = place
            followResults()
            if isDouble { return perform(.zoom, key: nil) }
        case .choice(let index): return choose(index, isDouble: isDouble)
        case .field(let id):
            guard case .form(var form) = popup else { break }
            let isAgain = form.focused.id == id
            form.moveFocus(to: id)
            if isAgain, case .choice = form.focused.content { form.edit { $0.step(1) } }
            popup = .form(form)
        case .command(let name): return perform(name, key: nil)
        case .picture:
            moveLine(to: point, in: target.rect)
            paint(at: point, in: target.rect, isNew: true)
        case .cover: break
        }
        return popup == nil ? markSeen() : []
    }

    private mutating func focus(on pane: Pane) {
        guard focus != pane else { return }
        focus = pane
        layOut()
    }

    /// A click on a row of a popup's list puts the cursor there, a second one takes it.
    private mutating func choose(_ index: Int, isDouble: Bool) -> [Effect] {
        switch popup {
        case .themes(var picker):
            picker.list.move(to: index)
            popup = .themes(picker)
            return isDouble ? performInThemes(.accept) : [.setTheme(picker.names[index], isChoice: false)]
        case .bookmarks(var bookmarks):
            bookmarks.list.move(to: index)
            popup = .bookmarks(bookmarks)
            return isDouble ? performInBookmarks(.open) : []
        case .queue(var queue):
            queue.list.move(to: index)
            queue.selected = queueRows[index].id
            popup = .queue(queue)
            return isDouble ? performInQueue(.open) : []
        case .backends(var backends):
            backends.list.move(to: index)
            popup = .backends(backends)
            return isDouble ? performInBackends(.accept) : []
        case .backendForm(var form):
            form.moveFocus(to: index)
            popup = .backendForm(form)
            return isDouble ? performInBackendForm(.nextChoice) : []
        case .history(var history):
            history.list.move(to: index)
            popup = .history(history)
            return isDouble ? performInHistory(.open) : []
        default: return []
        }
    }

    // MARK: Dragging

    private mutating func drag(over target: Frame.Target?, to point: Point) -> [Effect] {
        guard let from = dragged else { return [] }
        switch popup {
        case .zoom(var view):
            // The picture follows the mouse: a whole screen of it where it is shown at its own size.
            let scale = max(1, view.viewport.scale ?? 1)
            view.shift(
                x: Double(from.column - point.column) / Double(size.columns) / scale,
                y: Double(from.row - point.row) / Double(size.rows) / scale)
            popup = .zoom(view)
        case .mask: if let target { paint(at: point, in: target.rect, isNew: false) }
        case .compare: if let target { moveLine(to: point, in: target.rect) }
        default: break
        }
        return []
    }

    /// Puts the line between two compared pictures under the mouse.
    private mutating func moveLine(to point: Point, in rect: Rect) {
        guard case .compare(var view) = popup, view.mode == .line else { return }
        view.putLine(at: point.column - rect.column, of: rect.size)
        popup = .compare(view)
    }

    /// Paints on the picture of a mask under the mouse, from where it was pressed along its way.
    private mutating func paint(at point: Point, in rect: Rect, isNew: Bool) {
        guard case .mask(var editor) = popup else { return }
        editor.paint(to: editor.spot(at: point, in: rect, cell: cell), isNew: isNew)
        popup = .mask(editor)
    }

    // MARK: The wheel

    private mutating func wheel(over target: MouseTarget, by step: Int) -> [Effect] {
        switch target {
        case .file, .pane(.files):
            let before = browser.list.index
            browser.list.scroll(by: step * App.notch)
            return readUnread() + (browser.list.index == before ? [] : followSelection())
        case .node, .pane(.tree):
            let before = tree.list.index
            tree.list.scroll(by: step * App.notch)
            if tree.list.index != before { followTree() }
        case .slot, .pane(.results):
            if results.perform(step < 0 ? .moveLeft : .moveRight, count: slots.count) { followResults() }
        case .picture: return perform(step < 0 ? .zoomIn : .zoomOut, key: nil)
        case .field(let id):
            guard case .form(var form) = popup else { return [] }
            form.moveFocus(to: id)
            form.edit { $0.step(-step) }
            popup = .form(form)
        case .choice, .cover: return perform(step < 0 ? .moveUp : .moveDown, key: nil)
        case .command: break
        }
        return popup == nil ? markSeen() : []
    }
}
