import CKernels
import Testing

@Suite("PNG kernels")
struct KernelTests {
    @Test("the predictor matches its definition for all inputs")
    func paeth() {
        var wrong = 0
        for a in 0..<256 {
            for b in 0..<256 {
                for c in 0..<256 where Int(ck_png_paeth(Int32(a), Int32(b), Int32(c))) != paethByDefinition(a, b, c) {
                    wrong += 1
                }
            }
        }
        #expect(wrong == 0)
    }

    @Test("the vector and plain versions of unfiltering give the same bytes", arguments: [1, 2, 3, 4, 5, 31], [3, 4])
    func unfilter(width: Int, channels: Int) {
        var random = Noise(seed: UInt64(width * channels))
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 20) } }
        var above = [UInt8](repeating: 0, count: width * 4)
        for y in 0..<25 {
            var row = [UInt8((y * 7 + y / 5) % 5)] + bytes(width * channels + 1)
            var wide = [UInt8](repeating: 1, count: width * 4)
            var plain = [UInt8](repeating: 2, count: width * 4)
            #expect(ck_png_unfilter_pixels(row, above, &wide, width, channels) == 1)
            #expect(ck_png_unfilter_pixels_plain(row, above, &plain, width, channels) == 1)
            #expect(wide == plain)
            above = wide
            row[0] = 5
            #expect(ck_png_unfilter_pixels(row, above, &wide, width, channels) == 0)
            #expect(ck_png_unfilter_pixels_plain(row, above, &plain, width, channels) == 0)
        }
    }

    @Test("filtering and unfiltering restores the row", arguments: 0..<5, [1, 2, 3, 4, 6, 8])
    func inverse(filter: Int32, distance: Int) {
        var random = Noise(seed: 3)
        let length = 12 * distance
        func row() -> [UInt8] {
            [UInt8](repeating: 0, count: distance) + (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        let (above, second) = (row(), row())
        var filtered = [UInt8(filter)] + [UInt8](repeating: 0, count: length + 1)
        var back = [UInt8](repeating: 0, count: length)
        above.withUnsafeBufferPointer { above in
            second.withUnsafeBufferPointer { second in
                filtered.withUnsafeMutableBufferPointer { filtered in
                    ck_png_filter_row(
                        filter, second.baseAddress! + distance, above.baseAddress! + distance,
                        filtered.baseAddress! + 1, length, distance)
                }
            }
            #expect(ck_png_unfilter_bytes(filtered, above.baseAddress! + distance, &back, length, distance) == 1)
        }
        #expect(back == Array(second.dropFirst(distance)))
    }
}

@Suite("Resizing kernels")
struct ResizeKernelTests {
    @Test("vector and plain sums are equal, with overshoot too", arguments: [1, 2, 3, 7], [2, 4, 10])
    func sums(count: Int, taps: Int) {
        var random = Noise(seed: UInt64(count * 16 + taps))
        func numbers(_ count: Int, _ top: Int) -> [Int16] {
            (0..<count).map { _ in Int16(Int(random.next() % UInt64(2 * top)) - top) }
        }
        let row = numbers(4 * (count + taps), 32767)
        let starts = (0..<count).map { Int32($0) }
        let weights = numbers(count * taps, 32768 / taps)
        var wide = [Int16](repeating: 1, count: 4 * count)
        var plain = [Int16](repeating: 2, count: 4 * count)
        ck_resample_across(row, starts, weights, count, taps, &wide)
        ck_resample_across_plain(row, starts, weights, count, taps, &plain)
        #expect(wide == plain)

        row.withUnsafeBufferPointer { row in
            let rows = (0..<taps).map { Optional(row.baseAddress! + 4 * $0) }
            ck_resample_down(rows, weights, 4 * count, taps, &wide)
            ck_resample_down_plain(rows, weights, 4 * count, taps, &plain)
        }
        #expect(wide == plain)
    }
}
