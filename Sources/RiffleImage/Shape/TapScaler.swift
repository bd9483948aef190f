internal import CKernels

/// Resamples with a separable filter: first along each row, then down, keeping only the rows that the filter needs.
/// When shrinking a lot, averages whole blocks first.
final class TapScaler: RowScaler {
    let rows: Range<Int>
    let columns: Range<Int>
    private let block: (width: Int, height: Int)
    private let across: ResizeAxis
    private let down: ResizeAxis
    private let table: BlendTable
    /// A source row in the 14-bit scale, with the sums and averages of its blocks.
    private var line: [Int16]
    private var sums: [UInt32]
    private var blocks: [Int16]
    private var rowsInBlock = 0
    /// Row r of the block averages, resampled horizontally, is at r mod taps.
    private let ring: UnsafeMutablePointer<Int16>
    private var made: [Int16]
    private var nextRow: Int
    /// Index of the next row of block averages.
    private var nextBlock: Int
    private var nextLine = 0
    private var output: [UInt8]

    init(_ resizing: Resizing) {
        let (part, source, reduction) = (resizing.part, resizing.source, resizing.reduction)
        block = (Self.block(reduction.x, limit: source.width), Self.block(reduction.y, limit: source.height))
        across = ResizeAxis(
            origin: part.x / Double(block.width), length: part.width / Double(block.width),
            limit: (source.width + block.width - 1) / block.width, count: resizing.width,
            kernel: resizing.filter.kernel(reduction: reduction.x))
        down = ResizeAxis(
            origin: part.y / Double(block.height), length: part.height / Double(block.height),
            limit: (source.height + block.height - 1) / block.height, count: resizing.height,
            kernel: resizing.filter.kernel(reduction: reduction.y))
        columns = across.range.scaled(by: block.width, limit: source.width)
        rows = down.range.scaled(by: block.height, limit: source.height)
        table = BlendTable.wide(resizing.space)
        // One more pixel, because the kernels process two at a time.
        line = [Int16](repeating: 0, count: 4 * (columns.count + 1))
        let isPlain = block == (1, 1)
        sums = [UInt32](repeating: 0, count: isPlain ? 0 : 4 * across.range.count)
        blocks = [Int16](repeating: 0, count: isPlain ? 0 : 4 * (across.range.count + 1))
        ring = .allocate(capacity: across.count * 4 * down.taps)
        ring.initialize(repeating: 0, count: across.count * 4 * down.taps)
        made = [Int16](repeating: 0, count: across.count * 4)
        nextRow = rows.lowerBound
        nextBlock = down.range.lowerBound
        output = [UInt8](repeating: 0, count: across.count * down.count * 4)
    }

    deinit { ring.deallocate() }

    /// Side of the blocks that are averaged first, in pixels.
    ///
    /// Leaves a reduction of 3 to the filter: then the shortcut is hardly visible, and a 1024-pixel picture takes a
    /// tenth of the time. Source: Pillow, `Image.resize`, `reducing_gap`: 3 or more is close to full resampling. Sums
    /// of up to 256 × 256 14-bit values fit into 32 bits.
    private static func block(_ reduction: Double, limit: Int) -> Int {
        max(1, Int(min(reduction / 3, Double(min(limit, 256)))))
    }

    func take(_ row: UnsafePointer<UInt8>) {
        nextRow += 1
        ck_widen(row + 4 * columns.lowerBound, columns.count, table.steps, BlendTable.wideAlphas, &line)
        if blocks.isEmpty { return takeAveraged(line) }
        ck_add_blocks(line, columns.count, block.width, &sums)
        rowsInBlock += 1
        guard rowsInBlock == block.height || nextRow == rows.upperBound else { return }
        average()
        takeAveraged(blocks)
    }

    private func average() {
        blocks.withUnsafeMutableBufferPointer { blocks in
            sums.withUnsafeMutableBufferPointer { sums in
                for i in 0..<sums.count / 4 {
                    // Blocks at the right edge may be narrower.
                    let width = min(block.width, columns.count - i * block.width)
                    let share = 1 / Float(width * rowsInBlock)
                    for k in 4 * i..<4 * i + 4 {
                        blocks[k] = Int16(Float(sums[k]) * share + 0.5)
                        sums[k] = 0
                    }
                }
            }
        }
        rowsInBlock = 0
    }

    private func takeAveraged(_ row: [Int16]) {
        let width = across.count * 4
        let slot = ring + nextBlock % down.taps * width
        ck_resample_across(row, across.offsets, across.weights, across.count, across.taps, slot)
        nextBlock += 1
        while nextLine < down.count, nextBlock >= down.starts[nextLine] + down.usedTaps {
            let start = down.starts[nextLine]
            let window = (start..<start + down.taps).map { Optional(UnsafePointer(ring + $0 % down.taps * width)) }
            down.weights.withUnsafeBufferPointer { weights in
                ck_resample_down(window, weights.baseAddress! + nextLine * down.taps, width, down.taps, &made)
            }
            output.withUnsafeMutableBufferPointer { output in
                ck_narrow_pixels(made, across.count, table.codes, output.baseAddress! + nextLine * width)
            }
            nextLine += 1
        }
    }

    func bitmap() -> Bitmap { Bitmap(width: across.count, height: down.count, bytes: output) }
}

extension Range<Int> {
    /// The pixels of these blocks; the last block may be cut off.
    fileprivate func scaled(by block: Int, limit: Int) -> Range<Int> {
        lowerBound * block..<Swift.min(upperBound * block, limit)
    }
}

extension ResizeFilter {
    fileprivate func kernel(reduction: Double) -> ResizeKernel {
        switch self {
        case .catmullRom: .catmullRom
        case .lanczos3: .lanczos3
        case .automatic, .area, .nearest: reduction > 1 ? .lanczos3 : .catmullRom
        }
    }
}
