import RiffleGraphics

/// Which of our pictures a terminal with kitty's protocol has in its memory, and how far the sending of one is.
///
/// A picture is sent once and shown as often as it is wanted. The terminal's memory is not ours alone: pictures that
/// were not shown for longest are given up before they become too many.
struct KittyShelf {
    private struct Entry {
        var preview: KittyPreview
        /// Sequences that have yet to be sent, the last first; empty where the terminal has the picture.
        var rest: [[UInt8]]
        var lastUse: Int
    }

    private var entries: [KittyID: Entry] = [:]
    /// The picture whose sending has begun and not ended: there is at most one, by the protocol.
    private var open: KittyID?
    private var uses = 0
    /// Bytes of pixels that the terminal keeps for us.
    private let room: Int

    init(room: Int = 160 << 20) { self.room = room }

    /// Whether the terminal has all of a picture.
    func holds(_ preview: KittyPreview) -> Bool {
        entries[preview.id].map { $0.rest.isEmpty && $0.preview.isSame(as: preview) } ?? false
    }

    /// What has to be sent next, before a picture can be shown: about `bytes` of it, or nothing if it is there.
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

    /// A picture on the screen is not given up before others.
    mutating func use(_ preview: KittyPreview) {
        uses += 1
        entries[preview.id]?.lastUse = uses
    }

    /// Takes everything of ours out of the terminal's memory.
    var deletion: [UInt8] {
        entries.values.sorted { $0.preview.id.number < $1.preview.id.number }
            .flatMap { open == $0.preview.id ? $0.preview.abandonment : $0.preview.deletion }
    }

    /// Who knows what the terminal still has: everything is sent again when it is wanted.
    mutating func forget() {
        entries = [:]
        open = nil
    }
}
