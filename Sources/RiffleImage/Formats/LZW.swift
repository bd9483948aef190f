/// The compression of GIF.
///
/// Source: GIF89a specification, appendix F.
enum LZW {
    private static let longest = 12

    /// Decodes until the output is full, the end code, the end of the data, or an invalid code.
    ///
    /// - Parameter codeSize: bits of a value; 1…11.
    /// - Returns: how many values were written.
    static func decode(_ data: [UInt8], codeSize: Int, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let clear = 1 << codeSize
        // A code stands for the string of another code and one more value.
        var prefixes = [UInt16](repeating: 0, count: 1 << longest)
        var last = (0..<1 << longest).map { UInt8(truncatingIfNeeded: $0) }
        var lengths = [Int32](repeating: 1, count: 1 << longest)
        return data.withUnsafeBufferPointer { data in
            prefixes.withUnsafeMutableBufferPointer { prefixes in
                last.withUnsafeMutableBufferPointer { last in
                    lengths.withUnsafeMutableBufferPointer { lengths in
                        var (place, held, bits) = (0, 0, 0)
                        var (width, next) = (codeSize + 1, clear + 2)
                        var previous = -1
                        var filled = 0
                        while filled < output.count {
                            while bits < width {
                                guard place < data.count else { return filled }
                                held |= Int(data[place]) << bits
                                place += 1
                                bits += 8
                            }
                            let code = held & (1 << width - 1)
                            held >>= width
                            bits -= width
                            if code == clear {
                                (width, next, previous) = (codeSize + 1, clear + 2, -1)
                                continue
                            }
                            // The newest code is not complete yet: it ends with the value with which it begins.
                            let isNewest = code == next && previous >= 0
                            guard code < clear || code > clear + 1 && code < next || isNewest else { return filled }
                            // Strings are written from their end. A part that does not fit is dropped.
                            let length = isNewest ? Int(lengths[previous]) + 1 : Int(lengths[code])
                            var (rest, end) = (isNewest ? previous : code, filled + length - (isNewest ? 1 : 0))
                            while true {
                                end -= 1
                                if end < output.count { output[end] = last[rest] }
                                if end == filled { break }
                                rest = Int(prefixes[rest])
                            }
                            let first = output[filled]
                            if isNewest, filled + length <= output.count { output[filled + length - 1] = first }
                            if previous >= 0, next < 1 << longest {
                                prefixes[next] = UInt16(previous)
                                last[next] = first
                                lengths[next] = lengths[previous] + 1
                                next += 1
                                // When the table is full, codes keep their width until it is cleared.
                                if next == 1 << width, width < longest { width += 1 }
                            }
                            previous = code
                            filled = min(filled + length, output.count)
                        }
                        return filled
                    }
                }
            }
        }
    }
}
