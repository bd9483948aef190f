internal import CKernels

/// Runs each inner loop of CKernels and its Swift counterpart alternately on the same data, and prints how much slower
/// Swift is: the median of the ratios of adjacent runs, so that other load affects both alike.
struct KernelRace {
    let rounds: Int

    /// Width of the pictures in pixels.
    private static let side = 512
    private static let keys = 208
    private static let dimensions = 148

    func run() {
        let side = KernelRace.side
        var state: UInt32 = 1
        func random() -> UInt32 {
            state = state &* 1_664_525 &+ 1_013_904_223
            return state >> 8
        }
        let a = UnsafeMutablePointer<UInt8>.allocate(capacity: side * side * 4)
        let b = UnsafeMutablePointer<UInt8>.allocate(capacity: side * side * 4)
        for i in 0..<side * side * 4 { (a[i], b[i]) = (UInt8(random() & 255), UInt8(random() & 255)) }
        let field = UnsafeMutablePointer<UInt32>.allocate(capacity: side * side)
        for i in 0..<side * side { field[i] = random() % UInt32(side - 6) << 16 | random() % UInt32(side - 6) }
        let floats = (0..<3).map { _ in
            let row = UnsafeMutablePointer<Float>.allocate(capacity: KernelRace.keys * KernelRace.dimensions)
            for i in 0..<KernelRace.keys * KernelRace.dimensions { row[i] = Float(random() & 1023) / 1024 }
            return row
        }
        let stride = side * 4
        var sink: UInt32 = 0
        let (n, half) = (Int32(side), side / 2)
        func pairs(_ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Void) {
            for y in 0..<half { for x in 0..<16 { body(a + y * stride + 4 * x, b + y * stride + 64 * x + 4 * y) } }
        }

        race("patch distance") {
            pairs { sink &+= ck_patch_sad($0, $1, stride) }
        } swift: {
            pairs { sink &+= PlainKernels.patchDistance($0, $1, stride) }
        }
        race("patch distance, given up early") {
            pairs { sink &+= ck_patch_sad_below($0, $1, stride, 9000) }
        } swift: {
            pairs { sink &+= PlainKernels.patchDistance($0, $1, stride, below: 9000) }
        }
        race("vote") {
            for y in 0..<32 { ck_vote_span(a, field, n, Int32(8 * y), 0, n, 0, b + y * stride) }
        } swift: {
            for y in 0..<32 { PlainKernels.voteSpan(a, field, side, 8 * y, 0, side, b + y * stride) }
        }
        let (keys, dimensions) = (KernelRace.keys, KernelRace.dimensions)
        race("dot products with all patches") {
            for i in Swift.stride(from: 0, to: 50, by: 2) {
                ck_patch_dots(floats[0] + i, 2, floats[1], Int32(dimensions), Int32(keys), floats[2])
            }
        } swift: {
            for i in 0..<50 { PlainKernels.patchDots(floats[0] + i, floats[1], dimensions, keys, floats[2]) }
        }
        precondition(sink != 1, "keeps the loops from being optimised away")
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
