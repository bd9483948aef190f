import CKernels
import Testing

@Suite("PNG kernels")
struct KernelTests {
    @Test("the predictor agrees with its definition for all three-byte inputs")
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

    @Test("the wide and the plain unfilter give the same bytes", arguments: [1, 2, 3, 4, 5, 31], [3, 4])
    func unfilter(width: Int, channels: Int) {
        let height = 25
        var random = Noise(seed: UInt64(width * channels))
        var rows: [UInt8] = []
        for y in 0..<height {
            rows.append(UInt8((y * 7 + y / 5) % 5))
            for _ in 0..<width * channels { rows.append(UInt8(truncatingIfNeeded: random.next() >> 20)) }
        }
        rows.append(0)
        let zeros = [UInt8](repeating: 0, count: width * 4)
        var wide = [UInt8](repeating: 1, count: width * height * 4)
        var plain = [UInt8](repeating: 2, count: width * height * 4)
        #expect(ck_png_unfilter_pixels(rows, &wide, width, height, channels, zeros) == height)
        #expect(ck_png_unfilter_pixels_plain(rows, &plain, width, height, channels, zeros) == height)
        #expect(wide == plain)

        rows[(width * channels + 1) * 3] = 5
        #expect(ck_png_unfilter_pixels(rows, &wide, width, height, channels, zeros) == 3)
        #expect(ck_png_unfilter_pixels_plain(rows, &plain, width, height, channels, zeros) == 3)
    }

    @Test("filtering and unfiltering give the row back", arguments: 0..<5, [1, 2, 3, 4])
    func inverse(filter: Int32, channels: Int) {
        var random = Noise(seed: 3)
        let length = 12 * channels
        func row() -> [UInt8] {
            [UInt8](repeating: 0, count: channels) + (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        let (first, second) = (row(), row())
        var rows = [UInt8](repeating: 0, count: 2 * (length + 1) + 1)
        rows.withUnsafeMutableBufferPointer { rows in
            first.withUnsafeBufferPointer { first in
                second.withUnsafeBufferPointer { second in
                    rows.baseAddress!.update(from: first.baseAddress! + channels - 1, count: length + 1)
                    rows[0] = 0
                    rows[length + 1] = UInt8(filter)
                    ck_png_filter_row(
                        filter, second.baseAddress! + channels, first.baseAddress! + channels,
                        rows.baseAddress! + length + 2, length, channels)
                }
            }
        }
        let zeros = [UInt8](repeating: 0, count: 12 * 4)
        if channels < 3 {
            #expect(ck_png_unfilter_in_place(&rows, 12, 2, channels, zeros) == 2)
            #expect(Array(rows[(length + 2)...].dropLast()) == Array(second.dropFirst(channels)))
        } else {
            var pixels = [UInt8](repeating: 0, count: 12 * 2 * 4)
            #expect(ck_png_unfilter_pixels(rows, &pixels, 12, 2, channels, zeros) == 2)
            let samples = pixels[48...].enumerated().filter { $0.offset % 4 < channels }.map(\.element)
            #expect(samples == Array(second.dropFirst(channels)))
        }
    }
}

@Suite("Resizing kernels")
struct ResizeKernelTests {
    @Test("the wide and the plain sums are the same numbers, overshoot included", arguments: [1, 2, 3, 7], [2, 4, 10])
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
