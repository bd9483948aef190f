import CKernels
import RiffleImage
import Testing

@testable import RiffleEngine

/// Compares the inner loops with plain definitions.
@Suite struct KernelTests {
    private static let side = 40
    private let source = Drawing.landscape(side: side)

    @Test("the distance of two patches is the sum of absolute differences; beyond a limit it may stop early")
    func distances() {
        let other = Drawing.noise(side: Self.side)
        let stride = 4 * Self.side
        for (x, y) in [(0, 0), (33, 0), (5, 7), (33, 33)] {
            var expected: UInt32 = 0
            for i in 0..<7 * 28 {
                let at = (y + i / 28) * stride + 4 * x + i % 28
                expected += UInt32(abs(Int(source.bytes[at]) - Int(other.bytes[at])))
            }
            source.withPixels { p in
                other.withPixels { q in
                    let (a, b) = (p.baseAddress! + y * stride + 4 * x, q.baseAddress! + y * stride + 4 * x)
                    #expect(ck_patch_sad(a, b, stride) == expected)
                    #expect(ck_patch_sad_below(a, b, stride, expected + 1) == expected)
                    #expect(ck_patch_sad_below(a, b, stride, expected / 4) >= expected / 4)
                }
            }
        }
    }

    @Test("a vote is the mean of all covering patches, rounded", arguments: [false, true])
    func voteIsMean(centered: Bool) {
        let (side, anchors) = (Self.side, Self.side - 6)
        // Rectangles copied from different places.
        let field = (0..<side * anchors).map { i -> UInt32 in
            let (x, y) = (min(i % side, anchors - 1), i / side)
            var noise = CounterNoise(seed: 1, y / 11, x / 9)
            let (row, column) = (y + noise.below(9) - 4, x + noise.below(9) - 4)
            return UInt32(min(max(row, 0), anchors - 1)) << 16 | UInt32(min(max(column, 0), anchors - 1))
        }
        let shares = centered ? [1, 2, 3, 4, 3, 2, 1] : [Int](repeating: 1, count: 7)
        var out = [UInt8](repeating: 0, count: 4 * side)
        for y in 0..<side {
            source.withPixels { pixels in
                ck_vote_span(
                    pixels.baseAddress!, field, Int32(side), Int32(y), 0, Int32(side), centered ? 1 : 0, &out)
            }
            for i in 0..<4 * side {
                let (x, c) = (i / 4, i % 4)
                var (sum, total) = (0, 0)
                for ay in max(0, y - 6)...min(y, anchors - 1) {
                    for ax in max(0, x - 6)...min(x, anchors - 1) {
                        let cell = field[ay * side + ax]
                        let at = (Int(cell >> 16) + y - ay) * side + Int(cell & 0xFFFF) + x - ax
                        let share = shares[y - ay] * shares[x - ax]
                        sum += share * Int(source.bytes[4 * at + c])
                        total += share
                    }
                }
                #expect(Int(out[i]) == (sum + total / 2) / total, "\(x), \(y), \(c)")
            }
        }
    }

    @Test("the exponential has an error below two millionths", arguments: [Float(0), -0.001, -0.35, -1, -6.5, -11.99])
    func exponentialIsRight(x: Float) {
        var (exact, term) = (1.0, 1.0)
        for n in 1...80 {
            term *= Double(-x) / Double(n)
            exact += term
        }
        #expect(abs(Double(exponential(x)) * exact - 1) < 2e-6)
    }

    @Test("the softmax of a patch over all is, to the bit, what a loop over the keys gives", arguments: [16, 64, 208])
    func softmax(keys: Int) {
        let dimensions = 148
        var noise = CounterNoise(seed: 8)
        func floats(_ count: Int) -> [Float] { (0..<count).map { _ in noise.normal() } }
        let (queries, columns) = (floats(2 * dimensions), floats(dimensions * keys))
        let (norms, down, right) = (floats(keys), floats(keys), floats(keys))
        for count in [1, 2] {
            var dots = [Float](repeating: 0, count: 2 * keys)
            ck_patch_dots(queries, Int32(count), columns, Int32(dimensions), Int32(keys), &dots)
            for query in 0..<count {
                var plain = (0..<keys).map { key in
                    (0..<dimensions).reduce(Float(0)) { sum, i in
                        sum + queries[query * dimensions + i] * columns[i * keys + key]
                    }
                }
                var logits = Array(dots[query * keys..<(query + 1) * keys])
                #expect(logits == plain)
                plain = (0..<keys).map { (plain[$0] - norms[$0]) * 0.3 - down[$0] - right[$0] }
                #expect(ck_patch_logits(&logits, norms, 0.3, down, right, Int32(keys)) == plain.max())
                #expect(logits == plain)
                plain = plain.map { $0 - plain.max()! }.map { $0 < -12 ? 0 : exponential($0) }
                ck_patch_weights(&logits, logits.max()!, Int32(keys))
                #expect(logits == plain)
            }
        }
    }

    @Test("weighted rows are added in their order", arguments: [4, 148, 196])
    func weightedRows(dimensions: Int) {
        var noise = CounterNoise(seed: 9)
        let rows = (0..<30 * dimensions).map { _ in noise.normal() }
        let (indices, weights) = ([Int32](arrayLiteral: 3, 29, 0, 17, 4), [Float](arrayLiteral: 0.3, 1, 0.01, 0.5, 0.2))
        var sums = [Float](repeating: 7, count: dimensions)
        ck_weighted_rows(rows, Int32(dimensions), indices, weights, 5, &sums)
        for i in 0..<dimensions {
            let plain = zip(indices, weights).reduce(Float(0)) { $0 + $1.1 * rows[Int($1.0) * dimensions + i] }
            #expect(sums[i] == plain)
        }
    }

    @Test("filters along and across strokes follow them pixel by pixel", arguments: [(1, 1), (5, 9), (37, 20)])
    func flow(width: Int, height: Int) {
        var noise = CounterNoise(seed: 12)
        let plane = Plane(width: width, height: height, fill: 0)
        let angle = plane.copy()
        for i in 0..<plane.count { (plane.values[i], angle.values[i]) = (noise.normal(), 0.3 * noise.normal()) }
        let field = StrokeField(angle: angle, certainty: plane)
        let (right, bottom) = (Float(width - 1), Float(height - 1))
        let smooth = plane.smoothed(along: field, sigma: 2.6, reach: 5.3)
        let across = plane.contrast(across: field, sigma: 1, ratio: 1.6, weight: 0)
        let narrow = (-4...4).map { Portable.exp(-0.5 * Float($0 * $0)) }
        for y in 0..<height {
            for x in 0..<width {
                let start = SIMD2(field.x[x, y], field.y[x, y])
                var (sum, total) = (plane[x, y], Float(1))
                for side in [start, -start] {
                    var (point, way) = (SIMD2(Float(x), Float(y)), side)
                    for step in 1...5 {
                        point += way * 1.04
                        if point.x < 0 || point.y < 0 || point.x > right || point.y > bottom { break }
                        let weight = Portable.exp(-0.5 * Float(step * step) * 1.04 * 1.04 / (2.6 * 2.6))
                        sum += weight * plane.sample(point.x, point.y)
                        total += weight
                        let here = SIMD2(field.x[Int(point.x), Int(point.y)], field.y[Int(point.x), Int(point.y)])
                        way = (here * way).sum() < 0 ? -here : here
                    }
                }
                #expect(abs(smooth[x, y] - sum / total) < 1e-5)
                sum = 0
                for k in -4...4 {
                    let hop = Float(k)
                    sum += narrow[k + 4] * plane.sample(Float(x) - hop * start.y, Float(y) + hop * start.x)
                }
                #expect(abs(across[x, y] - sum / narrow.reduce(0, +)) < 1e-4)
            }
        }
    }

    @Test("percentiles are those of the sorted values", arguments: [1, 2, 999])
    func percentiles(count: Int) {
        var noise = CounterNoise(seed: 13)
        let plane = Plane(width: count, height: 1, fill: 0)
        for i in 0..<count { plane.values[i] = i % 3 == 0 ? 0.25 : noise.normal() }
        let sorted = (0..<count).map { plane.values[$0] }.sorted()
        for (percentage, found) in zip([0, 37, 50, 100] as [Float], plane.percentiles(0, 37, 50, 100)) {
            let place = percentage / 100 * Float(count - 1)
            let (low, high) = (sorted[Int(place)], sorted[min(Int(place) + 1, count - 1)])
            #expect(found == low + (high - low) * (place - Float(Int(place))))
        }
    }

    @Test("whole numbers below, above and nearest are those of the library")
    func wholeNumbers() {
        var noise = CounterNoise(seed: 10)
        let values =
            (0..<2000).map { _ in 50 * noise.normal() } + (-9...9).map { Float($0) / 2 }
            + [0.499_999_97, -0.499_999_97, 4_000_000.5, -4_000_000.5]
        for x in values {
            #expect(Portable.floor(x) == x.rounded(.down) && Portable.ceil(x) == x.rounded(.up))
            #expect(Portable.round(x) == x.rounded())
        }
    }

    @Test("scaling preserves flat areas and greys exactly", arguments: [7, 39, 40, 41, 64, 200])
    func scalingIsExact(side: Int) {
        let flat = Bitmap(width: 40, height: 40, fill: Pixel(red: 251, green: 3, blue: 128))
        #expect(Raster(flat).scaled(to: side).bitmap == Bitmap(width: side, height: side, fill: flat[0, 0]))
        let gray = Raster(Drawing.landscape(side: 40, gray: true)).scaled(to: side).bitmap
        #expect(gray == gray.inGray(true))
    }
}
