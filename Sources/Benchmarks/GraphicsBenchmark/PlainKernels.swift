internal import CKernels

/// The image kernels of CKernels in plain Swift, for comparison. The results are identical.
enum PlainKernels {
    static func resampleAcross(
        _ pixels: UnsafePointer<Int16>, _ starts: UnsafePointer<Int32>, _ weights: UnsafePointer<Int16>, count: Int,
        taps: Int, _ out: UnsafeMutablePointer<Int16>
    ) {
        for i in 0..<count {
            var sum = SIMD4<Int32>(repeating: Int32(CK_WEIGHT_ONE / 2))
            for tap in 0..<taps {
                let p = pixels + 4 * (Int(starts[i]) + tap)
                let pixel = SIMD4<Int32>(truncatingIfNeeded: SIMD4<Int16>(p[0], p[1], p[2], p[3]))
                sum &+= pixel &* Int32(weights[i * taps + tap])
            }
            let narrow = SIMD4<Int16>(clamping: sum &>> 14)
            for k in 0..<4 { out[4 * i + k] = narrow[k] }
        }
    }

    static func resampleDown(
        _ rows: UnsafePointer<UnsafePointer<Int16>?>, _ weights: UnsafePointer<Int16>, count: Int, taps: Int,
        _ out: UnsafeMutablePointer<Int16>
    ) {
        for i in stride(from: 0, to: count, by: 8) {
            var sum = SIMD8<Int32>(repeating: Int32(CK_WEIGHT_ONE / 2))
            for tap in 0..<taps {
                let row = UnsafeRawPointer(rows[tap]! + i).loadUnaligned(as: SIMD8<Int16>.self)
                sum &+= SIMD8<Int32>(truncatingIfNeeded: row) &* Int32(weights[tap])
            }
            UnsafeMutableRawPointer(out + i).storeBytes(
                of: SIMD8<Int16>(clamping: sum &>> 14), as: SIMD8<Int16>.self)
        }
    }
}

/// Maps one sixel band in plain Swift, without ordered dithering and flat areas.
struct PlainSixelMapper {
    private struct Candidate {
        var color: SIMD4<Float>
        var index: Int
        var step: Int
        var price: Float
    }

    let pixels: UnsafePointer<UInt8>
    let width: Int
    let shown: UnsafePointer<SIMD4<Float>>
    let nearest: UnsafePointer<UInt16>
    let prices: [Float]
    let diffusion: Float

    func map(top: Int, isReversed: Bool, into indices: UnsafeMutablePointer<UInt8>) {
        var candidates: [Candidate] = []
        candidates.reserveCapacity(32)
        var lastSteps = [Int](repeating: 0, count: 256)
        var here = [SIMD4<Float>](repeating: .zero, count: 8)
        var ahead = here
        for step in 12..<width + 12 {
            candidates.removeAll { step - $0.step > 2 }
            for k in candidates.indices { candidates[k].price = prices[step - candidates[k].step] }
            let column = step - 12
            let x = isReversed ? width - 1 - column : column
            var down = SIMD4<Float>.zero
            for row in 0..<6 {
                let i = (top + row) * width + x
                let color = SIMD4<Float>(
                    Float(pixels[4 * i]), Float(pixels[4 * i + 1]), Float(pixels[4 * i + 2]), 0)
                var wanted = color + here[row + 1] + down
                wanted.replace(with: 0, where: wanted .< 0)
                wanted.replace(with: 255, where: wanted .> 255)
                let rounded = SIMD4<Int32>(wanted.rounded(.toNearestOrEven))
                let bin = (rounded.x & 0xFC) << 10 | (rounded.y & 0xFC) << 4 | (rounded.z & 0xFC) >> 2
                let own = Int(nearest[Int(bin)])
                var chosen = own
                let difference = shown[own] - wanted
                var least = (difference * difference).sum() + prices[min(11, step - lastSteps[own])]
                var place = -1
                for k in candidates.indices {
                    let difference = candidates[k].color - wanted
                    let cost = (difference * difference).sum() + candidates[k].price
                    if cost <= least { (least, place) = (cost, k) }
                }
                if place < 0 {
                    candidates.append(Candidate(color: shown[own], index: own, step: step, price: prices[0]))
                } else {
                    chosen = candidates[place].index
                    candidates[place].step = step
                    candidates[place].price = prices[0]
                }
                lastSteps[chosen] = step
                indices[i] = UInt8(truncatingIfNeeded: chosen)
                let error = (wanted - shown[chosen]) * (diffusion / 16)
                ahead[row] += error * 3
                ahead[row + 1] += error * 7
                ahead[row + 2] += error
                down = error * 5
            }
            ahead[1] += ahead[0]
            ahead[6] += ahead[7] + down
            ahead[0] = .zero
            ahead[7] = .zero
            swap(&here, &ahead)
            for row in 0..<8 { ahead[row] = .zero }
        }
    }
}
