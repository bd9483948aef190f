import CDeflate
import CKernels
import Testing

@testable import RiffleImage

@Suite("Streaming decompression")
struct InflateTests {
    /// Test data: noise, few values, waves, near and distant copies, nothing.
    static func content(_ kind: Int, _ count: Int, _ random: inout Noise) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for i in 0..<count {
            let number = random.next()
            switch kind {
            case 0: bytes.append(UInt8(truncatingIfNeeded: number))
            case 1: bytes.append(UInt8(number % 3))
            case 2: bytes.append(UInt8(truncatingIfNeeded: number % 16 + number >> 8 % 16 + number >> 16 % 16))
            case 3 where i > 40000 && number % 20 > 0: bytes.append(bytes[i - 1 - Int(number >> 8 % 32768)])
            case 4 where i > 0 && number % 9 > 0: bytes.append(bytes[max(0, i - 1 - Int(number >> 8 % 12))])
            case 5: bytes.append(0)
            default: bytes.append(UInt8(truncatingIfNeeded: number >> 32))
            }
        }
        return bytes
    }

    static func pack(_ bytes: [UInt8], level: Int32) -> [UInt8] {
        let packer = libdeflate_alloc_compressor(level)
        defer { libdeflate_free_compressor(packer) }
        var packed = [UInt8](repeating: 0, count: libdeflate_zlib_compress_bound(packer, bytes.count))
        packed.removeLast(packed.count - libdeflate_zlib_compress(packer, bytes, bytes.count, &packed, packed.count))
        return packed
    }

    /// Decompresses with input pieces of `piece` bytes and output space of `room` bytes at a time; nil if the stream is
    /// rejected.
    static func unpack(_ packed: [UInt8], piece: Int, room: Int) -> [UInt8]? {
        let state = UnsafeMutablePointer<ck_inflater>.allocate(capacity: 1)
        defer { state.deallocate() }
        UnsafeMutableRawPointer(state).initializeMemory(
            as: UInt8.self, repeating: 0, count: MemoryLayout<ck_inflater>.size)
        let history = Int(CK_INFLATE_HISTORY)
        var window = [UInt8](repeating: 0, count: history + room + Int(CK_INFLATE_SLACK) + 300)
        var end = 0
        var out: [UInt8] = []
        var rest = packed[...]
        var available = 0
        while true {
            if end > history {
                window.replaceSubrange(0..<history, with: Array(window[end - history..<end]))
                end = history
            }
            let start = end
            available = min(rest.count, available + piece)
            let outcome = rest.withUnsafeBufferPointer { bytes in
                var next = bytes.baseAddress
                let outcome = ck_inflate(
                    state, &next, bytes.baseAddress.map { $0 + available }, available == bytes.count ? 1 : 0, &window,
                    &end, end + room)
                let used = next.map { $0 - bytes.baseAddress! } ?? 0
                available -= used
                rest = rest.dropFirst(used)
                return outcome
            }
            out += window[start..<end]
            switch ck_inflate_outcome(UInt32(outcome)) {
            case CK_INFLATE_COMPLETE:
                return libdeflate_adler32(1, out, out.count) == state.pointee.checksum ? out : nil
            case CK_INFLATE_CORRUPT: return nil
            default: break
            }
        }
    }

    @Test("compressed data is restored, with any level and piece size", arguments: 0...5, [0, 1, 6, 12] as [Int32])
    func roundTrip(kind: Int, level: Int32) {
        var random = Noise(seed: UInt64(kind))
        for count in [0, 1, 300, 90_000] {
            let bytes = Self.content(kind, count, &random)
            let packed = Self.pack(bytes, level: level)
            for (piece, room) in [(1 << 20, 1 << 20), (1500, 7000), (64 << 10, 33)] where count < 1000 || room > 33 {
                let isSame = Self.unpack(packed, piece: piece, room: room) == bytes
                #expect(isSame, "\(count) bytes, \(piece) at a time")
            }
        }
    }

    @Test(
        "a damaged stream is rejected, or decodes as in libdeflate", arguments: 0...5, [0, 1, 9] as [Int32])
    func damaged(kind: Int, level: Int32) {
        var random = Noise(seed: UInt64(kind) + 99)
        let bytes = Self.content(kind, 2000, &random)
        let packed = Self.pack(bytes, level: level)
        let library = Inflater()
        var taken = 0
        for _ in 0..<60 {
            var mutant = packed
            if random.next() % 4 == 0 {
                mutant.removeLast(Int(random.next() % UInt64(mutant.count)))
            } else {
                mutant[Int(random.next() % UInt64(min(mutant.count, 200)))] ^= 1 << UInt8(random.next() % 8)
            }
            let output = [UInt8](unsafeUninitializedCapacity: 1 << 14) { output, count in
                if case .inflated(let length) = mutant.withUnsafeBufferPointer({ library.inflate($0, into: output) }) {
                    count = length
                }
            }
            let own = Self.unpack(mutant, piece: 1100, room: 500)
            let isRight = own == nil || own == output
            #expect(isRight, "\(mutant.count) bytes")
            taken += own == nil ? 0 : 1
        }
        #expect(taken < 20)
    }

    @Test("a match before the start of the output is rejected")
    func tooFarBack() {
        // zlib header, last block with fixed codes: literal "a", length 3, distance 2.
        #expect(Self.unpack([0x78, 0x9C, 0x4B, 0x04, 0x22, 0, 0, 0, 0, 0], piece: 100, room: 100) == nil)
    }
}
