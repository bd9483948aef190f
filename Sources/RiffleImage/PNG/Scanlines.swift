internal import CDeflate
internal import CKernels

/// Decompresses rows one at a time from `IDAT` chunks. Keeps little more than deflate's history window.
final class Scanlines {
    private let chunks: ChunkReader
    private let expected: Int
    private let state = UnsafeMutablePointer<ck_inflater>.allocate(capacity: 1)

    /// Compressed bytes; `input` is the unused range.
    private let staging = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    private var input: Range<Int> = 0..<0
    private var isLastInput = false

    /// Uncompressed bytes: those before `taken` have been returned, those before `end` are valid.
    private let window: UnsafeMutableBufferPointer<UInt8>
    private let limit: Int
    private var taken = 0
    private var end = 0
    private var checksum: UInt32 = 1
    private var isComplete = false
    /// Why no more can be decompressed.
    private var fault: PNGError?
    /// Called with faults that leave the pixels readable; throws if they are not to be tolerated.
    private let tolerate: (PNGError) throws(PNGError) -> Void

    /// - Parameters:
    ///   - chunks: positioned at the first `IDAT`.
    ///   - longest: bytes of the longest row, including the filter type.
    ///   - expected: bytes of all rows.
    ///   - tolerate: called with a fault that leaves the pixels readable; throws to stop.
    init(
        _ chunks: ChunkReader, longest: Int, expected: Int, tolerate: @escaping (PNGError) throws(PNGError) -> Void
    ) {
        self.chunks = chunks
        self.expected = expected
        self.tolerate = tolerate
        limit = Int(CK_INFLATE_HISTORY) + max(128 << 10, 2 * longest)
        window = .allocate(capacity: limit + Int(CK_INFLATE_SLACK))
        UnsafeMutableRawPointer(state).initializeMemory(
            as: UInt8.self, repeating: 0, count: MemoryLayout<ck_inflater>.size)
    }

    deinit {
        state.deallocate()
        staging.deallocate()
        window.deallocate()
    }

    /// The next `length` bytes, at most the longest row; one more byte is readable. Valid until the next call.
    func next(_ length: Int) throws(PNGError) -> UnsafePointer<UInt8> {
        while end - taken < length {
            if let fault { throw fault }
            if isComplete { throw .damaged(.imageData, .pixelCount(expected: expected)) }
            try inflate()
        }
        defer { taken += length }
        return UnsafePointer(window.baseAddress! + taken)
    }

    /// Checks that no data follows the last row.
    func finish() throws(PNGError) {
        while !isComplete, fault == nil, taken == end { try inflate() }
        if let fault { return try tolerate(fault) }
        if taken < end { try tolerate(.damaged(.imageData, .pixelCount(expected: expected))) }
    }

    private func inflate() throws(PNGError) {
        let base = window.baseAddress!
        if end >= limit {
            let kept = min(taken, end - Int(CK_INFLATE_HISTORY))
            base.update(from: base + kept, count: end - kept)
            taken -= kept
            end -= kept
        }
        let start = end
        let bytes = staging.assumingMemoryBound(to: UInt8.self).baseAddress!
        var next: UnsafePointer<UInt8>? = UnsafePointer(bytes + input.lowerBound)
        let outcome = ck_inflate(state, &next, bytes + input.upperBound, isLastInput ? 1 : 0, base, &end, limit)
        input = next! - UnsafePointer(bytes)..<input.upperBound
        checksum = libdeflate_adler32(checksum, base + start, end - start)
        switch ck_inflate_outcome(UInt32(outcome)) {
        case CK_INFLATE_FULL: break
        case CK_INFLATE_NEEDS_INPUT:
            do throws(PNGError) {
                try fetch()
            } catch {
                // What came before the end of the file is still decoded.
                try tolerate(error)
                isLastInput = true
            }
        case CK_INFLATE_COMPLETE:
            if state.pointee.checksum != checksum { try tolerate(.damaged(.imageData, .compression)) }
            isComplete = true
        default: fault = .damaged(.imageData, .compression)
        }
    }

    /// Appends more input to the unused rest.
    private func fetch() throws(PNGError) {
        let left = input.count
        staging.baseAddress!.copyMemory(from: staging.baseAddress! + input.lowerBound, byteCount: left)
        input = 0..<left
        while input.count < staging.count {
            let came = try chunks.data(into: .init(rebasing: staging[input.upperBound...]))
            input = 0..<input.count + came
            guard came == 0 else { continue }
            if try !chunks.finish() { try tolerate(.damaged(.imageData, .checksum)) }
            try chunks.next()
            guard chunks.type == .imageData else {
                isLastInput = true
                return
            }
        }
    }
}
