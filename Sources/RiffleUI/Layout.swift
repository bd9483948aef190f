/// The layout of the main screen, computed from its size.
package struct Layout: Sendable, Equatable {
    /// The smallest usable size.
    package static let smallest = Size(columns: 20, rows: 6)
    /// From this size on, all panes are shown together.
    package static let complete = Size(columns: 80, rows: 24)

    /// Minimum columns of a pane and of the preview.
    private static let (leastPane, leastPreview) = (16, 20)

    /// The parts of the main screen.
    package enum Area: Sendable, CaseIterable {
        case files, preview, tree, results
    }

    package var files: Rect?
    package var preview: Rect?
    package var tree: Rect?
    package var results: Rect?
    /// The row of messages, above the hints; nil if the screen is too low.
    package var message: Int?
    package var hints: Int
    /// All rows between the bar and the messages.
    package var body: Rect

    /// - Parameter isWide: whether the focused files pane also takes the preview's area.
    package init(size: Size, focus: Pane, isMaximised: Bool, isWide: Bool = false, looks: Looks = Looks()) {
        let isWide = isWide && focus == .files
        hints = size.rows - 1
        message = size.rows >= 10 ? hints - 1 : nil
        body = Rect(column: 0, row: 1, columns: size.columns, rows: (message ?? hints) - 1)
        guard size.columns >= Layout.complete.columns, size.rows >= Layout.complete.rows, !isMaximised else {
            switch focus {
            // The maximised files pane keeps a preview if there is room.
            case .files where body.columns >= 48 && !isWide:
                let left = body.columns / 2
                files = Rect(column: 0, row: 1, columns: left, rows: body.rows)
                preview = Rect(column: left + 1, row: 1, columns: body.columns - left - 1, rows: body.rows)
            case .files: files = body
            case .tree: tree = body
            case .results: results = body
            }
            return
        }
        let strip = max(8, min(size.rows / 3, 16))
        let upper = body.rows - strip
        // The preview keeps twenty columns and the others a readable minimum. One column is free on both sides.
        let most = size.columns - Layout.leastPreview - Layout.leastPane - 2
        let left = max(Layout.leastPane, min(min(47, 25 + (size.columns - 80) / 5) + looks.filesWidth, most))
        let right = max(
            Layout.leastPane,
            min(
                min(44, 26 + (size.columns - 80) * 3 / 10) + looks.treeWidth,
                size.columns - Layout.leastPreview - left - 2))
        let middle = size.columns - right - 1
        files = Rect(column: 0, row: 1, columns: isWide ? middle : left, rows: upper)
        if !isWide { preview = Rect(column: left + 1, row: 1, columns: middle - left - 1, rows: upper) }
        tree = Rect(column: size.columns - right, row: 1, columns: right, rows: upper)
        results = Rect(column: 0, row: 1 + upper, columns: size.columns, rows: strip)
    }

    /// The union of several areas; nil if one of them is not shown.
    func rect(of areas: [Area]) -> Rect? {
        let rects = areas.compactMap { area in
            switch area {
            case .files: files
            case .preview: preview
            case .tree: tree
            case .results: results
            }
        }
        guard rects.count == areas.count, var all = rects.first else { return nil }
        for rect in rects.dropFirst() {
            let end = (column: max(all.endColumn, rect.endColumn), row: max(all.endRow, rect.endRow))
            (all.column, all.row) = (min(all.column, rect.column), min(all.row, rect.row))
            (all.columns, all.rows) = (end.column - all.column, end.row - all.row)
        }
        return all
    }
}

/// The layout of thumbnails in the files pane, each with its name below.
package struct ThumbnailLayout: Sendable, Equatable {
    package let columns: Int
    package let visibleRows: Int
    /// Size of a thumbnail with its name and the gap to the next.
    package let slot: Size

    /// - Parameter rows: height of a square picture, assuming cells twice as high as wide.
    package init(rows: Int, in room: Size) {
        let rows = max(1, min(rows, room.rows - 1))
        columns = max(1, room.columns / (rows * 2 + 2))
        visibleRows = max(1, room.rows / (rows + 1))
        slot = Size(columns: room.columns / columns, rows: room.rows / visibleRows)
    }

    /// The position of the thumbnail that is `offset` after the first visible one.
    package func rect(_ offset: Int, in room: Rect) -> Rect {
        Rect(
            column: room.column + offset % columns * slot.columns, row: room.row + offset / columns * slot.rows,
            columns: slot.columns, rows: slot.rows)
    }
}

extension Desk {
    package var layout: Layout {
        Layout(
            size: display.size, focus: focus, isMaximised: display.isMaximised, isWide: browser.showsThumbnails,
            looks: looks)
    }

    /// The layout of thumbnails; nil while the list is shown.
    var thumbnails: ThumbnailLayout? {
        guard focus == .files, browser.showsThumbnails, let room = layout.files?.belowTitle, !room.isEmpty
        else { return nil }
        return ThumbnailLayout(rows: browser.thumbnailRows, in: room.size)
    }

    /// Sets the number of rows of each list.
    mutating func layOut() {
        let layout = layout
        if let thumbnails {
            browser.list.stride = thumbnails.columns
            browser.list.page = thumbnails.columns * thumbnails.visibleRows
        } else if let files = layout.files {
            browser.list.stride = 1
            browser.list.page = max(1, files.belowTitle.rows)
        }
        if let room = layout.tree?.belowTitle {
            let hasWay = hiddenGenerations(columns: room.columns) > 0
            tree.list.page = max(1, room.rows - (hasWay ? 1 : 0) - extraTreeRows(in: room.size))
        }
        if let results = layout.results {
            self.results.columns = grid(in: results.belowTitle.size).columns
        }
    }
}
