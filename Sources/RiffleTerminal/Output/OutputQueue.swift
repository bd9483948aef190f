import RiffleUI

/// What the terminal has not taken yet. A slow terminal never holds up the loop.
struct OutputQueue {
    private var waiting = FrameBytes()
    private var sent = 0

    var isEmpty: Bool { waiting.isEmpty }

    mutating func append(_ more: FrameBytes) {
        if waiting.isEmpty { waiting = more } else { waiting.append(more) }
    }

    mutating func append(_ more: [UInt8]) {
        append(FrameBytes(more))
    }

    mutating func clear() {
        waiting = FrameBytes()
        sent = 0
    }

    /// Makes way for another frame: slices of pictures that have not begun are not sent.
    ///
    /// - Returns: the cells that were not drawn for it.
    mutating func abandonPictures() -> [Rect] {
        let rects = waiting.leaveOutSlices(after: sent)
        sent = 0
        return rects
    }

    /// Writes as much as the terminal takes.
    ///
    /// - Returns: false if the terminal has gone.
    mutating func write(to terminal: Terminal) -> Bool {
        while sent < waiting.bytes.count {
            guard let done = terminal.write(waiting.bytes[sent...]) else {
                clear()
                return false
            }
            if done == 0 { return true }
            sent += done
        }
        clear()
        return true
    }
}
