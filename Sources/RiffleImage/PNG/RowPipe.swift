/// Passes rows from the decoding thread to a scaling thread; both take about equally long.
///
/// A ring buffer holds rows in groups, so that the threads rarely wait for each other. Without a second thread, groups
/// are scaled at once.
final class RowPipe: @unchecked Sendable {
    private static let groups = 4
    /// Size of one group in bytes, about.
    private static let groupBytes = 32 << 10

    private let lock = Lock()
    private let scaler: any RowScaler
    private let rowBytes: Int
    private let rowsInGroup: Int
    private let ring: UnsafeMutablePointer<UInt8>
    /// Numbers of rows decoded so far, and scaled so far.
    private var decoded = 0
    private var taken = 0
    private var hasEnded = false
    private var thread: WorkThread?

    /// - Parameter width: of a row, in pixels.
    init(width: Int, into scaler: any RowScaler) {
        self.scaler = scaler
        rowBytes = width * 4
        rowsInGroup = min(8, max(1, RowPipe.groupBytes / rowBytes))
        ring = .allocate(capacity: RowPipe.groups * rowsInGroup * rowBytes)
        thread = WorkThread { [unowned self] in scaleAll() }
    }

    deinit {
        finish()
        ring.deallocate()
    }

    /// The buffer for decoding a row; the previous row stays valid. Waits until there is room.
    func place(_ row: Int) -> UnsafeMutablePointer<UInt8> {
        if thread != nil, row % rowsInGroup == 0 {
            let needed = row + rowsInGroup - RowPipe.groups * rowsInGroup
            lock.locked {
                while taken < needed { lock.wait() }
            }
        }
        return slot(row)
    }

    /// Call when a row has been decoded.
    func put(_ row: Int) {
        if (row + 1) % rowsInGroup == 0 { pass(row + 1) } else { pending = row + 1 }
    }

    /// Call after the last row; waits until all rows are scaled.
    func finish() {
        pass(max(pending, decoded))
        guard let thread else { return }
        lock.locked {
            hasEnded = true
            lock.wake()
        }
        thread.join()
        self.thread = nil
    }

    /// Rows decoded but not passed on. Used only by the decoding thread.
    private var pending = 0

    private func pass(_ count: Int) {
        guard thread != nil else {
            scale(taken..<count)
            decoded = count
            taken = count
            return
        }
        lock.locked {
            decoded = count
            lock.wake()
        }
    }

    private func scaleAll() {
        while true {
            let rows = lock.locked {
                while decoded == taken, !hasEnded { lock.wait() }
                return taken..<min(decoded, taken + rowsInGroup)
            }
            if rows.isEmpty { return }
            scale(rows)
            lock.locked {
                taken = rows.upperBound
                lock.wake()
            }
        }
    }

    private func scale(_ rows: Range<Int>) {
        for row in rows where scaler.rows.contains(row) { scaler.take(slot(row)) }
    }

    private func slot(_ row: Int) -> UnsafeMutablePointer<UInt8> {
        ring + row % (RowPipe.groups * rowsInGroup) * rowBytes
    }
}
