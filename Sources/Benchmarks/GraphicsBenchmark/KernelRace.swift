internal import CKernels
import RiffleImage

/// Runs the image kernels and their Swift counterparts alternately on the same data, and prints how much slower Swift
/// is: the median of the ratios of adjacent runs.
struct KernelRace {
    let rounds: Int
    let bitmap: Bitmap

    func run() {
        raceSixel()
        raceResampling()
    }

    private func raceSixel() {
        let (width, bands) = (bitmap.width, bitmap.height / 12)
        // A palette of 216 colours, and the nearest entry for each bin.
        let shown = (0..<216).map { (index: Int) -> SIMD4<Float> in
            let (red, green, blue) = (index / 36 * 51, index / 6 % 6 * 51, index % 6 * 51)
            return SIMD4<Float>(Float(red), Float(green), Float(blue), 0)
        }
        let nearest = (0..<1 << 18).map { (bin: Int) -> UInt16 in
            func level(_ shift: Int) -> Int { ((bin >> shift & 63) * 4 + 27) / 51 }
            return UInt16(level(12) * 36 + level(6) * 6 + level(0))
        }
        let prices: [Float] = [4, 20, 40, 60, 80, 80, 80, 80, 80, 80, 80, 100]
        let fromKernel = UnsafeMutablePointer<UInt8>.allocate(capacity: width * bitmap.height)
        let fromSwift = UnsafeMutablePointer<UInt8>.allocate(capacity: width * bitmap.height)
        bitmap.withPixels { pixels in
            shown.withUnsafeBufferPointer { shown in
                nearest.withUnsafeBufferPointer { nearest in
                    var picture = ck_sixel_picture()
                    picture.pixels = pixels.baseAddress
                    picture.width = width
                    picture.indices = fromKernel
                    picture.shown = UnsafeRawPointer(shown.baseAddress!).assumingMemoryBound(to: Float.self)
                    picture.nearest = nearest.baseAddress
                    picture.diffusion = 0.7
                    picture.flat_error = -1
                    withUnsafeMutableBytes(of: &picture.prices) {
                        $0.copyBytes(from: prices.withUnsafeBytes { Array($0) })
                    }
                    let mapper = PlainSixelMapper(
                        pixels: pixels.baseAddress!, width: width, shown: shown.baseAddress!,
                        nearest: nearest.baseAddress!, prices: prices, diffusion: 0.7)
                    race("mapping to sixel bands") {
                        for pair in 0..<bands { ck_sixel_map(&picture, 12 * pair, 12) }
                    } swift: {
                        for band in 0..<2 * bands {
                            mapper.map(top: 6 * band, isReversed: band % 2 == 1, into: fromSwift)
                        }
                    }
                }
            }
        }
        let different = (0..<width * bands * 12).count { fromKernel[$0] != fromSwift[$0] }
        print("  of \(width * bands * 12) entries \(different) differ")
    }

    private func raceResampling() {
        let (count, taps, side) = (800, 8, 1024)
        let pixels = (0..<side * 4 * taps).map { Int16(truncatingIfNeeded: $0 &* 7919 & 16383) }
        let starts = (0..<count).map { Int32($0 * (side - taps) / count) }
        let weights: [Int16] = [-300, 400, 3000, 5092, 5092, 3000, 400, -300]
        let all = (0..<count).flatMap { _ in weights }
        var (first, second) = ([Int16](repeating: 0, count: 4 * count), [Int16](repeating: 0, count: 4 * count))
        pixels.withUnsafeBufferPointer { pixels in
            race("weighted sums across") {
                for _ in 0..<200 { ck_resample_across(pixels.baseAddress!, starts, all, count, taps, &first) }
            } swift: {
                for _ in 0..<200 {
                    PlainKernels.resampleAcross(pixels.baseAddress!, starts, all, count: count, taps: taps, &second)
                }
            }
            precondition(first == second)
            let rows = (0..<taps).map { pixels.baseAddress! + $0 * side * 4 as UnsafePointer<Int16>? }
            race("weighted sums of rows") {
                for _ in 0..<200 { ck_resample_down(rows, weights, 4 * count, taps, &first) }
            } swift: {
                for _ in 0..<200 {
                    PlainKernels.resampleDown(rows, weights, count: 4 * count, taps: taps, &second)
                }
            }
            precondition(first == second)
        }
    }

    private func race(_ name: String, kernel: () -> Void, swift: () -> Void) {
        let clock = ContinuousClock()
        var ratios: [Double] = []
        var times: [Double] = []
        for _ in 0..<rounds {
            let kernelTime = clock.measure(kernel)
            let swiftTime = clock.measure(swift)
            times.append(kernelTime / .microseconds(1))
            ratios.append(swiftTime / kernelTime)
        }
        let (ratio, time) = (ratios.sorted()[rounds / 2], times.sorted()[rounds / 2])
        print("\(name): kernel \(Int(time)) µs, Swift \((ratio * 100).rounded() / 100) × as long")
    }
}
