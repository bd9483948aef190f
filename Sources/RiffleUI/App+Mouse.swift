import RiffleAPI

extension App {
    mutating func take(_ mouse: Mouse) -> [Effect] {
        // Draw the frame to find the target: only the views know the positions.
        let target = view().target(at: mouse.point)
        switch mouse.deed {
        case .press(let clicks):
            desk.notices.keyPressed()
            isQuitting = false
            dragged = mouse.point
            return target.map { press(on: $0, at: mouse.point, isDouble: clicks == 2) } ?? []
        case .drag:
            defer { dragged = mouse.point }
            guard let dragged else { return [] }
            return point(.drag(from: dragged, to: mouse.point, area: target?.rect))
        case .release:
            dragged = nil
            return []
        case .wheelUp: return target.map { wheel(over: $0.meaning, by: -1) } ?? []
        case .wheelDown: return target.map { wheel(over: $0.meaning, by: 1) } ?? []
        }
    }

    private mutating func point(_ deed: PopupMouse) -> [Effect] {
        guard let last = popups.indices.last else { return [] }
        return follow(popups[last].popup.point(deed, on: &desk))
    }

    private mutating func press(on target: Frame.Target, at point: Point, isDouble: Bool) -> [Effect] {
        switch target.meaning {
        case .pane(let pane): desk.focus(on: pane)
        case .file(let index):
            desk.focus(on: .files)
            desk.browser.list.move(to: index)
            let effects = desk.readUnread() + desk.followSelection()
            return isDouble ? effects + perform(.open, key: nil) : effects
        case .node(let index):
            desk.focus(on: .tree)
            desk.tree.list.move(to: index)
            desk.followTree()
            guard isDouble, let node = desk.tree.cursor else { break }
            if case .entry = node { return perform(.zoom, key: nil) }
            desk.tree.setFolded(node, !desk.tree.rows[desk.tree.list.index].isFolded)
        case .slot(let place):
            desk.focus(on: .results)
            desk.results.selected = place
            desk.followResults()
            if isDouble { return perform(.zoom, key: nil) }
        case .preview: if isDouble { return perform(.zoom, key: nil) }
        case .choice(let index): return self.point(.row(index, isDouble: isDouble))
        case .command(let name): return perform(name, key: nil)
        case .picture: return self.point(.picture(point, area: target.rect))
        case .cover: break
        }
        return popup == nil ? desk.markSeen() : []
    }

    /// Rows per notch of the wheel.
    private static let notch = 3

    private mutating func wheel(over target: MouseTarget, by step: Int) -> [Effect] {
        switch target {
        case .file, .pane(.files):
            let before = desk.browser.list.index
            desk.browser.list.scroll(by: step * App.notch)
            return desk.readUnread() + (desk.browser.list.index == before ? [] : desk.followSelection())
        case .node, .pane(.tree):
            let before = desk.tree.list.index
            desk.tree.list.scroll(by: step * App.notch)
            if desk.tree.list.index != before { desk.followTree() }
        case .slot, .pane(.results):
            let isMove = desk.results.perform(step < 0 ? .moveLeft : .moveRight, count: desk.slots.count)
            if isMove { desk.followResults() }
        case .picture: return point(.wheel(step, row: nil, isPicture: true))
        case .choice(let index): return point(.wheel(step, row: index, isPicture: false))
        case .cover: return point(.wheel(step, row: nil, isPicture: false))
        case .command, .preview: break
        }
        return popup == nil ? desk.markSeen() : []
    }
}
