package import RiffleAPI
import Synchronization

/// A row whose numbers cannot be, written by a broken disk or another program: it is left out of everything.
package struct FaultyRow: Sendable, Hashable {
    /// The request or the picture.
    package let node: Node
    package let column: String
    package let value: String
}

/// Tells of each faulty row once.
final class FaultyRows: Sendable {
    private let known = Mutex<Set<FaultyRow>>([])
    private let report: @Sendable (FaultyRow) -> Void

    init(report: @escaping @Sendable (FaultyRow) -> Void) { self.report = report }

    func note(_ row: FaultyRow) {
        if known.withLock({ $0.insert(row).inserted }) { report(row) }
    }
}

/// The numbers that rows may hold: wide enough for whatever was ever asked for, narrow enough to be counted with.
enum RowLimit {
    static let pictures = 0...1000
    static let place = 0...1_000_000
    static let side = 0...Int(Int32.max)
    static let bytes = 0...1 << 50
    static let share = 0.0...1.0
    static let stars = 0...5
    /// Seconds since 1970, up to the end of the year 9999.
    static let moment = 0.0...253_402_300_799
    static let seconds = 0.0...1e9
    static let amount = 0.0...1e9
}

/// A value of a row that is outside its limits.
struct OutOfRange: Error {
    let column: String
    let value: String
}
