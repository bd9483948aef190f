internal import CKernels

/// Averages the source area under each output pixel, with 53-bit sums.
final class AreaScaler: RowScaler {
    let rows: Range<Int>
    let columns: Range<Int>
    private let across: [ck_area]
    private let down: [ck_area]
    private let sourceWidth: Int
    private let table: BlendTable
    /// Sums of the latest source row: three a column if the row is opaque, otherwise four.
    private var sums: [Double]
    /// Sums of the current output row: red, green and blue times alpha, and alpha.
    private var totals: [Double]
    private var nextRow: Int
    private var nextLine = 0
    private var output: [UInt8]

    init(_ resizing: Resizing) {
        let (part, source) = (resizing.part, resizing.source)
        across = Self.areas(part.x, part.width, count: resizing.width, limit: source.width)
        down = Self.areas(part.y, part.height, count: resizing.height, limit: source.height)
        rows = Int(down[0].first)..<Int(down[down.count - 1].last) + 1
        columns = Int(across[0].first)..<Int(across[across.count - 1].last) + 1
        nextRow = rows.lowerBound
        sourceWidth = source.width
        table = BlendTable.of(resizing.space)
        sums = [Double](repeating: 0, count: across.count * 4)
        totals = sums
        output = [UInt8](repeating: 0, count: across.count * down.count * 4)
    }

    /// Which of `limit` source pixels each of `count` output pixels covers, with weights. Edge pixels are repeated
    /// outside.
    private static func areas(_ origin: Double, _ length: Double, count: Int, limit: Int) -> [ck_area] {
        let splits = length / Double(count) < ResizeFilter.crowd
        func place(_ i: Int) -> Double {
            let place = min(max(origin + length * Double(i) / Double(count), 0), Double(limit))
            return splits ? (place * 256).rounded() / 256 : (place + 0.5).rounded(.down)
        }
        return (0..<count).map { i in
            let (start, end) = (place(i), place(i + 1))
            let first = min(start.rounded(.down), Double(limit - 1))
            let last = max(first, end.rounded(.up) - 1)
            // If the area is empty, use the nearest pixel.
            guard first < last else {
                return ck_area(first: UInt32(first), last: UInt32(first), first_weight: 256, last_weight: 0)
            }
            return ck_area(
                first: UInt32(first), last: UInt32(last), first_weight: UInt32((first + 1 - start) * 256),
                last_weight: UInt32((end - last) * 256))
        }
    }

    func take(_ row: UnsafePointer<UInt8>) {
        defer { nextRow += 1 }
        guard nextLine < down.count else { return }
        let isOpaque = ck_is_opaque(row + 4 * columns.lowerBound, columns.count) != 0
        if isOpaque {
            ck_area_row_opaque(row, table.steps, across, across.count, &sums)
        } else {
            ck_area_row(row, table.steps, across, across.count, &sums)
        }
        // Several output rows may end in this source row; only the last can continue in the next.
        while nextLine < down.count, down[nextLine].first <= nextRow {
            let line = down[nextLine]
            add(isOpaque, Double(line.weight(of: nextRow)))
            guard line.last <= nextRow else { return }
            store(Double(line.total))
            nextLine += 1
        }
    }

    private func add(_ isOpaque: Bool, _ weight: Double) {
        totals.withUnsafeMutableBufferPointer { totals in
            sums.withUnsafeBufferPointer { sums in
                if isOpaque {
                    let weight = weight * 255
                    for i in 0..<across.count {
                        totals[4 * i] += sums[3 * i] * weight
                        totals[4 * i + 1] += sums[3 * i + 1] * weight
                        totals[4 * i + 2] += sums[3 * i + 2] * weight
                        totals[4 * i + 3] += Double(across[i].total) * weight
                    }
                } else {
                    for i in 0..<4 * across.count { totals[i] += sums[i] * weight }
                }
            }
        }
    }

    /// Converts the sums to straight alpha and sRGB. A pixel whose alpha rounds to 0 becomes transparent black.
    private func store(_ weight: Double) {
        for i in 0..<across.count {
            let alpha = totals[4 * i + 3]
            let code = alpha / (weight * Double(across[i].total)) + 0.5
            guard code >= 1 else { continue }
            let out = (nextLine * across.count + i) * 4
            for k in 0..<3 { output[out + k] = table.codes[Int(totals[4 * i + k] / alpha + 0.5)] }
            output[out + 3] = UInt8(code)
        }
        totals.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    func bitmap() -> Bitmap { Bitmap(width: across.count, height: down.count, bytes: output) }
}

extension ck_area {
    fileprivate func weight(of place: Int) -> UInt32 {
        place == first ? first_weight : place == last ? last_weight : 256
    }

    /// Sum of all weights.
    fileprivate var total: UInt32 {
        first == last ? first_weight : first_weight + last_weight + (last - first - 1) * 256
    }
}
