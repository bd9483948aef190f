internal import RiffleImage

/// How many colours a picture has, and how they are spread.
struct ColorStatistics {
    /// Exact colours, counted up to `limit`.
    private(set) var count = 0
    /// Shares of the commonest exact colour and of the eight commonest.
    private(set) var top1: Float = 0
    private(set) var top8: Float = 0
    /// Cells of five bits a channel that together hold 90 % of the opaque pixels.
    private(set) var cells90 = 0
    /// Share of the frame's pixels within 6 levels of their median, and that median.
    private(set) var ring: Float = 0
    private(set) var frame: (UInt8, UInt8, UInt8) = (0, 0, 0)

    static let limit = 1 << 16
    private static let sample = 180_000

    init(_ source: OpaqueSource) {
        let (width, height) = (source.bitmap.width, source.bitmap.height)
        let step = max(1, width * height / ColorStatistics.sample)
        var table = ColorTable()
        var cells = [Int](repeating: 0, count: 1 << 15)
        var (total, opaque) = (0, 0)
        var rim: [[UInt8]] = [[], [], []]
        let row = StepStatistics.Row(width)
        source.bitmap.withPixels { pixels in
            for y in 0..<height {
                let isSampled = y % step == 0
                let isRim = y == 0 || y == height - 1
                if isSampled || isRim { source.read(y, into: row.bytes) }
                if isSampled {
                    let alpha = pixels.baseAddress! + 4 * y * width + 3
                    var x = 0
                    while x < width {
                        let p = row.bytes + 4 * x
                        let color = UInt32(p[0]) << 16 | UInt32(p[1]) << 8 | UInt32(p[2])
                        let start = x
                        repeat {
                            if alpha[4 * x] > 250 {
                                cells[Int(p[0] >> 3) << 10 | Int(p[1] >> 3) << 5 | Int(p[2] >> 3)] += 1
                                opaque += 1
                            }
                            x += 1
                        } while x < width && row.bytes[4 * x] == p[0] && row.bytes[4 * x + 1] == p[1]
                            && row.bytes[4 * x + 2] == p[2]
                        table.add(color, count: x - start)
                    }
                    total += width
                }
                if isRim { for i in 0..<3 { for x in 0..<width { rim[i].append(row.bytes[4 * x + i]) } } }
            }
        }
        addSides(of: source, to: &rim)
        ring(rim)
        let shares = table.largest(8)
        count = table.count
        top1 = Float(shares.first ?? 0) / Float(total)
        top8 = Float(shares.reduce(0, +)) / Float(total)
        cells90 = ColorStatistics.cells(cells, holding: 0.9 * Float(opaque))
    }

    private func addSides(of source: OpaqueSource, to rim: inout [[UInt8]]) {
        let bitmap = source.bitmap
        let behind = Int(source.paper ?? 255)
        bitmap.withPixels { pixels in
            for y in 0..<bitmap.height {
                for x in [0, bitmap.width - 1] {
                    let i = 4 * (y * bitmap.width + x)
                    let alpha = Int(pixels[i + 3])
                    for c in 0..<3 {
                        rim[c].append(UInt8((Int(pixels[i + c]) * alpha + behind * (255 - alpha) + 127) / 255))
                    }
                }
            }
        }
    }

    private mutating func ring(_ rim: [[UInt8]]) {
        let middle = rim.map { channel in Int(channel.sorted()[channel.count / 2]) }
        frame = (UInt8(middle[0]), UInt8(middle[1]), UInt8(middle[2]))
        let near = rim[0].indices.count { i in (0..<3).allSatisfy { abs(Int(rim[$0][i]) - middle[$0]) <= 6 } }
        ring = Float(near) / Float(rim[0].count)
    }

    private static func cells(_ counts: [Int], holding wanted: Float) -> Int {
        var held = 0
        for (place, count) in counts.filter({ $0 > 0 }).sorted(by: >).enumerated() {
            held += count
            if Float(held) >= wanted { return place + 1 }
        }
        return 1
    }
}

/// Counts of colours; those that come first when it is full stay.
private struct ColorTable {
    private(set) var count = 0
    /// Colours plus one, 0 where a place is free.
    private var keys = [UInt32](repeating: 0, count: 2 * ColorStatistics.limit)
    private var counts = [Int32](repeating: 0, count: 2 * ColorStatistics.limit)

    mutating func add(_ color: UInt32, count added: Int) {
        let mask = keys.count - 1
        var place = Int((color &* 0x9E37_79B1) >> 15)
        while keys[place] != color + 1 {
            if keys[place] == 0 {
                if count == ColorStatistics.limit { return }
                keys[place] = color + 1
                count += 1
                break
            }
            place = (place + 1) & mask
        }
        counts[place] += Int32(added)
    }

    func largest(_ number: Int) -> [Int] {
        var best = [Int32](repeating: 0, count: number)
        for value in counts where value > best[number - 1] {
            var place = number - 1
            while place > 0, best[place - 1] < value {
                best[place] = best[place - 1]
                place -= 1
            }
            best[place] = value
        }
        return best.map(Int.init)
    }
}
