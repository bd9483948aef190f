/// Searches for a sequence of bytes.
///
/// Source: R. N. Horspool, "Practical fast searching in strings", Software: Practice and Experience 10 (1980),
/// section 3: on a mismatch the window advances according to the position of its last byte in the pattern.
struct BytePattern: Sendable {
    let bytes: [UInt8]
    /// How far the window may advance, by its last byte; 256 values.
    private let shifts: [Int]

    /// - Precondition: at least one byte.
    init(_ bytes: [UInt8]) {
        precondition(!bytes.isEmpty)
        self.bytes = bytes
        var shifts = [Int](repeating: bytes.count, count: 256)
        for (index, byte) in bytes.dropLast().enumerated() { shifts[Int(byte)] = bytes.count - 1 - index }
        self.shifts = shifts
    }

    /// Index of the first occurrence at or after `start`; nil if there is none.
    ///
    /// - Complexity: about `haystack.count / bytes.count` steps for pictures, their product at worst.
    func firstIndex(in haystack: [UInt8], from start: Int = 0) -> Int? {
        haystack.withUnsafeBufferPointer { haystack in
            shifts.withUnsafeBufferPointer { shifts in
                let last = bytes.count - 1
                var at = start
                while at + last < haystack.count {
                    let end = haystack[at + last]
                    if end == bytes[last], haystack[at..<at + last].elementsEqual(bytes.dropLast()) { return at }
                    at += shifts[Int(end)]
                }
                return nil
            }
        }
    }
}
