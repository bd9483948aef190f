internal import CDeflate

/// Decompresses zlib streams whose size, or an upper limit of it, is known.
struct Inflater: ~Copyable {
    private let state: OpaquePointer

    init() {
        guard let state = libdeflate_alloc_decompressor() else { fatalError("out of memory") }
        self.state = state
    }

    deinit { libdeflate_free_decompressor(state) }

    enum Outcome: Equatable {
        /// The number of bytes written.
        case inflated(Int)
        /// Not a zlib stream, truncated, or the checksum is wrong.
        case corrupt
        /// The stream does not fit into the output.
        case overflows
    }

    /// Decompresses a whole stream; writes only inside `output`.
    func inflate(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Outcome {
        var count = 0
        let result = libdeflate_zlib_decompress(
            state, input.baseAddress, input.count, output.baseAddress, output.count, &count)
        switch result {
        case LIBDEFLATE_SUCCESS: return .inflated(count)
        case LIBDEFLATE_INSUFFICIENT_SPACE: return .overflows
        default: return .corrupt
        }
    }
}

/// Compresses to zlib streams.
struct Deflater: ~Copyable {
    private let state: OpaquePointer

    /// - Parameter level: libdeflate's, 1 (fastest) to 12.
    init(level: Int) {
        guard let state = libdeflate_alloc_compressor(Int32(level)) else { fatalError("out of memory") }
        self.state = state
    }

    deinit { libdeflate_free_compressor(state) }

    func deflate(_ input: [UInt8]) -> [UInt8] {
        let bound = libdeflate_zlib_compress_bound(state, input.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            count = libdeflate_zlib_compress(state, input, input.count, output.baseAddress, bound)
        }
    }
}

/// The checksum of PNG chunks (CRC-32, as in zlib), by libdeflate.
func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { libdeflate_crc32(0, $0.baseAddress, $0.count) }
}
