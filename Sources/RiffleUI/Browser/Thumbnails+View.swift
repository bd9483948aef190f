import RiffleAPI

extension Desk {
    func draw(_ layout: ThumbnailLayout, in room: Rect, of frame: inout Frame) {
        for (offset, index) in browser.list.visible(rows: layout.visibleRows).enumerated() {
            let slot = layout.rect(offset, in: room)
            frame.mark(slot, as: .file(index))
            drawThumbnail(of: index, in: slot, of: &frame)
        }
    }

    private func drawThumbnail(of index: Int, in slot: Rect, of frame: inout Frame) {
        let (item, isSelected) = (browser.items[index], index == browser.list.index)
        let picture = Rect(
            column: slot.column + 1, row: slot.row, columns: slot.columns - 2, rows: slot.rows - 1)
        var word = ""
        switch (item.kind, browser.facts[item.path]) {
        case (.folder, _): word = item.name == ".." ? Words.Files.folderAbove : Words.Files.folder
        case (.picture, .unreadable(let reason)): word = reason
        case (.picture, .picture): frame.place(item.picture, in: picture)
        case (.picture, nil): break
        }
        frame.write(
            word, column: picture.column, row: picture.row + picture.rows / 2,
            style: item.kind == .folder ? .accent : .error, width: picture.columns)
        let isPicked = browser.picked.contains(item.path)
        let style = rowStyle(
            isSelected: isSelected, isPicked: isPicked, in: .files, of: frame,
            otherwise: item.kind == .folder ? .accent : .label)
        let label = Rect(column: slot.column, row: slot.endRow - 1, columns: slot.columns - 1, rows: 1)
        frame.fill(label, style: style)
        let mark = rowMark(isSelected: isSelected, isPicked: isPicked, in: .files, of: frame)
        frame.write(mark, column: label.column, row: label.row, style: style)
        if isSelected { point(at: label.row, in: label, pane: .files, of: &frame) }
        let name = item.kind == .folder ? item.name + "/" : item.name
        let shown = DisplayText.fitted(
            DisplayText.safe(name), to: label.columns - 1, keepingEnd: browser.below != nil)
        frame.write(shown, column: label.column + 1, row: label.row, style: style, width: label.columns - 1)
    }
}
