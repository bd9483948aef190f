extension Preview {
    /// Approximate memory use in bytes.
    package var footprint: Int {
        switch self {
        case .mosaic(let mosaic): mosaic.columns * mosaic.rows * MemoryLayout<Mosaic.Cell>.stride
        case .sixel(let sixel): sixel.image.indices.count + sixel.strips.reduce(0) { $0 + $1.bytes.count }
        case .kitty(let kitty): kitty.payload.count
        case .iterm(let iterm):
            iterm.sheet.content.columns.count * iterm.sheet.content.rows.count * iterm.sheet.grid.width
                * iterm.sheet.grid.height + iterm.strips.reduce(0) { $0 + $1.sequence.count }
        }
    }
}
