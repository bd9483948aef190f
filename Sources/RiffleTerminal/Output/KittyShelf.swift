import RiffleGraphics

/// Tracks which pictures are in the memory of a kitty terminal, and the progress of the current upload.
///
/// Each picture is sent once and can be shown any number of times. Other programs use the terminal's memory too, so the
/// least recently shown pictures are deleted above a limit.
struct KittyShelf {
    private struct Entry {
        var preview: KittyPreview
        /// Remaining sequences in reverse order; empty when the upload is complete.
        var rest: [[UInt8]]
        var lastUse: Int
    }

    private var entries: [KittyID: Entry] = [:]
    /// The picture whose upload is incomplete; the protocol allows one at a time.
    private var open: KittyID?
    private var uses = 0
    /// The limit of pixel bytes in the terminal's memory.
    private let room: Int

    init(room: Int = 160 << 20) { self.room = room }

    /// Whether the upload of a picture is complete.
    func holds(_ preview: KittyPreview) -> Bool {
        entries[preview.id].map { $0.rest.isEmpty && $0.preview.isSame(as: preview) } ?? false
    }

    /// The next part of the upload, about `bytes` long; empty if the picture is complete.
    mutating func upload(_ preview: KittyPreview, aimingAt bytes: Int) -> [UInt8] {
        uses += 1
        var out: [UInt8] = []
        if let entry = entries[preview.id], !entry.preview.isSame(as: preview) { out += give(up: preview.id) }
        if entries[preview.id] == nil {
            out += makeRoom(for: preview)
            entries[preview.id] = Entry(preview: preview, rest: preview.uploads.reversed(), lastUse: uses)
        }
        entries[preview.id]?.lastUse = uses
        guard entries[preview.id]?.rest.isEmpty == false else { return out }
        if let other = open, other != preview.id { out += give(up: other) }
        open = preview.id
        let end = out.count + max(1, bytes)
        while out.count < end, let next = entries[preview.id]?.rest.popLast() { out += next }
        if entries[preview.id]?.rest.isEmpty == true {
            open = nil
            if preview.style == .placeholders { out += preview.placement }
        }
        return out
    }

    private mutating func give(up id: KittyID) -> [UInt8] {
        guard let entry = entries.removeValue(forKey: id) else { return [] }
        defer { if open == id { open = nil } }
        return open == id ? entry.preview.abandonment : entry.preview.deletion
    }

    private mutating func makeRoom(for preview: KittyPreview) -> [UInt8] {
        var out: [UInt8] = []
        var used = entries.values.reduce(preview.pixelBytes) { $0 + $1.preview.pixelBytes }
        while used > room, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            used -= oldest.value.preview.pixelBytes
            out += give(up: oldest.key)
        }
        return out
    }

    /// Marks a picture as recently used.
    mutating func use(_ preview: KittyPreview) {
        uses += 1
        entries[preview.id]?.lastUse = uses
    }

    /// Deletes all our pictures from the terminal's memory.
    var deletion: [UInt8] {
        entries.values.sorted { $0.preview.id.number < $1.preview.id.number }
            .flatMap { open == $0.preview.id ? $0.preview.abandonment : $0.preview.deletion }
    }

    /// Call when the terminal's memory is unknown: everything is sent again when needed.
    mutating func forget() {
        entries = [:]
        open = nil
    }
}
