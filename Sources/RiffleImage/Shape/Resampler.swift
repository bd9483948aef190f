/// Resamples rows along both sides, keeping only the few rows that a new row is made of.
struct Resampler {
    let rows: PixelRows
    let across: ResizeAxis
    let down: ResizeAxis
    let codes: [UInt8]

    /// - Complexity: O(old rows × new width × taps + new pixels × taps) time, O(new width × taps) memory.
    func bitmap() -> Bitmap {
        let width = across.count
        let columns = across.range
        let line = UnsafeMutablePointer<SIMD4<Float>>.allocate(capacity: columns.count)
        // Row r, already resampled across, lies at r mod taps.
        let ring = UnsafeMutablePointer<SIMD4<Float>>.allocate(capacity: width * down.taps)
        let sum = UnsafeMutablePointer<SIMD4<Float>>.allocate(capacity: width)
        defer {
            line.deallocate()
            ring.deallocate()
            sum.deallocate()
        }
        var nextRow = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: width * down.count * 4) { output, count in
            for y in 0..<down.count {
                let start = down.starts[y]
                nextRow = max(nextRow, start)
                while nextRow < start + down.taps {
                    rows.read(row: nextRow, columns: columns, into: line)
                    resampleAcross(line, from: columns.lowerBound, into: ring + nextRow % down.taps * width)
                    nextRow += 1
                }
                sum.initialize(repeating: .zero, count: width)
                for tap in 0..<down.taps {
                    let weight = down.weights[y * down.taps + tap]
                    let row = ring + (start + tap) % down.taps * width
                    for x in 0..<width { sum[x] += row[x] * weight }
                }
                store(sum, into: output.baseAddress! + y * width * 4)
            }
            count = width * down.count * 4
        }
        return Bitmap(width: width, height: down.count, bytes: bytes)
    }

    private func resampleAcross(
        _ line: UnsafePointer<SIMD4<Float>>, from first: Int, into output: UnsafeMutablePointer<SIMD4<Float>>
    ) {
        across.weights.withUnsafeBufferPointer { weights in
            across.starts.withUnsafeBufferPointer { starts in
                var weight = weights.baseAddress!
                for x in 0..<across.count {
                    let pixel = line + (starts[x] - first)
                    var sum = SIMD4<Float>.zero
                    for tap in 0..<across.taps { sum += pixel[tap] * weight[tap] }
                    output[x] = sum
                    weight += across.taps
                }
            }
        }
    }

    /// Back to straight alpha and codes. A pixel whose alpha rounds to 0 has no colour left.
    private func store(_ pixels: UnsafePointer<SIMD4<Float>>, into output: UnsafeMutablePointer<UInt8>) {
        codes.withUnsafeBufferPointer { codes in
            let top = SIMD4<Float>(repeating: 65535)
            for x in 0..<across.count {
                let alpha = pixels[x].w
                var code = SIMD4<UInt8>.zero
                if alpha >= 0.5 / 255 {
                    // Sharp kernels overshoot; what is outside the range is as bright or dark as can be.
                    let light = (pixels[x] * (1 / alpha)).clamped(lowerBound: .zero, upperBound: top) + 0.5
                    code.x = codes[Int(light.x)]
                    code.y = codes[Int(light.y)]
                    code.z = codes[Int(light.z)]
                    code.w = UInt8(min(alpha, 1) * 255 + 0.5)
                }
                output[4 * x] = code.x
                output[4 * x + 1] = code.y
                output[4 * x + 2] = code.z
                output[4 * x + 3] = code.w
            }
        }
    }
}
