/// Output that the terminal has not accepted yet. Writing never blocks the loop.
struct OutputQueue {
    private var waiting: [UInt8] = []
    private var sent = 0

    var isEmpty: Bool { waiting.isEmpty }

    mutating func append(_ more: [UInt8]) {
        if waiting.isEmpty { waiting = more } else { waiting += more }
    }

    mutating func clear() {
        waiting = []
        sent = 0
    }

    /// Writes as much as the terminal accepts.
    ///
    /// - Returns: false if the terminal is gone.
    mutating func write(to terminal: Terminal) -> Bool {
        while sent < waiting.count {
            guard let done = terminal.write(waiting[sent...]) else {
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
