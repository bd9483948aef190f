import CDeflate

@testable import RiffleImage

/// A PNG written sample by sample, so that its pixels are known without decoding.
struct SamplePNG: CustomStringConvertible {
    var width: Int
    var height: Int
    var depth: Int
    var colorType: PNGColorType
    var isInterlaced = false
    /// `tRNS`, if any.
    var transparency: [UInt8] = []
    var palette: [UInt8] = []
    /// Complete chunks to insert before the palette.
    var extras: [(name: String, data: [UInt8])] = []
    /// Most bytes of an `IDAT` chunk.
    var imageDataSize = Int.max
    /// Row-major samples of the file's bit depth, channels interleaved.
    var samples: [UInt16]

    var description: String {
        "\(width)x\(height) \(colorType) \(depth)-bit\(isInterlaced ? " interlaced" : "")\(transparency.isEmpty ? "" : " tRNS")"
    }

    /// Deterministic samples, partly smooth, so that every filter is useful.
    init(_ width: Int, _ height: Int, _ colorType: PNGColorType, depth: Int = 8) {
        (self.width, self.height, self.depth, self.colorType) = (width, height, depth, colorType)
        var random = Noise(seed: UInt64(width * 31 + height * 7 + depth + Int(colorType.rawValue) * 1009))
        let top = UInt64(1 << depth)
        samples = (0..<width * height * colorType.channels).map { i in
            i % 5 < 2 ? UInt16(random.next() % top) : UInt16(UInt64(i) * 3 % top)
        }
        if colorType == .palette {
            palette = (0..<3 * min(256, 1 << depth)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
    }

    /// The same with a `tRNS` chunk for the first pixel, or for the first half of the palette.
    func withTransparency() -> SamplePNG {
        var copy = self
        copy.transparency =
            colorType == .palette
            ? (0..<max(1, palette.count / 6)).map { UInt8(truncatingIfNeeded: 40 + $0 * 13) }
            : samples.prefix(colorType.channels).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        return copy
    }

    var bytes: [UInt8] {
        var file = PNGHeader.signature
        var header: [UInt8] = []
        header.append(bigEndian: UInt32(width))
        header.append(bigEndian: UInt32(height))
        file += chunk("IHDR", header + [UInt8(depth), colorType.rawValue, 0, 0, isInterlaced ? 1 : 0])
        for extra in extras { file += chunk(extra.name, extra.data) }
        if !palette.isEmpty { file += chunk("PLTE", palette) }
        if !transparency.isEmpty { file += chunk("tRNS", transparency) }
        let stream = zlib(filteredRows)
        for start in stride(from: 0, to: stream.count, by: min(imageDataSize, stream.count)) {
            file += chunk("IDAT", Array(stream[start..<min(stream.count, start + min(imageDataSize, stream.count))]))
        }
        return file + chunk("IEND", [])
    }

    /// The expected RGBA bytes: each sample scaled to 8 bits and rounded.
    var expected: [UInt8] {
        let channels = colorType.channels
        let top = (1 << depth) - 1
        func scaled(_ sample: UInt16) -> UInt8 { UInt8((Int(sample) * 510 + top) / (2 * top)) }
        let key = stride(from: 0, to: transparency.count - 1, by: 2).map {
            UInt16(transparency[$0]) << 8 | UInt16(transparency[$0 + 1])
        }
        return stride(from: 0, to: samples.count, by: channels).flatMap { i -> [UInt8] in
            let pixel = Array(samples[i..<i + channels])
            let alpha: UInt8 = !transparency.isEmpty && pixel == key ? 0 : 255
            switch colorType {
            case .gray: return [UInt8](repeating: scaled(pixel[0]), count: 3) + [alpha]
            case .grayAlpha: return [UInt8](repeating: scaled(pixel[0]), count: 3) + [scaled(pixel[1])]
            case .rgb: return pixel.map(scaled) + [alpha]
            case .rgba: return pixel.map(scaled)
            case .palette:
                let index = Int(pixel[0])
                return palette[3 * index..<3 * index + 3] + [index < transparency.count ? transparency[index] : 255]
            }
        }
    }

    /// All passes, with alternating filters.
    private var filteredRows: [UInt8] {
        let passes =
            isInterlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)]
        let distance = max(1, colorType.channels * depth / 8)
        var rows: [UInt8] = []
        for (x0, y0, dx, dy) in passes where x0 < width && y0 < height {
            var above: [UInt8] = []
            for (number, y) in stride(from: y0, to: height, by: dy).enumerated() {
                let row = packedRow(y, from: x0, by: dx)
                if above.isEmpty { above = Array(repeating: 0, count: row.count) }
                let filter = (number + dx) % 5
                rows.append(UInt8(filter))
                for i in row.indices {
                    let a = i >= distance ? Int(row[i - distance]) : 0
                    let b = Int(above[i])
                    let c = i >= distance ? Int(above[i - distance]) : 0
                    let guesses: [Int] = [0, a, b, (a + b) / 2, paethByDefinition(a, b, c)]
                    rows.append(row[i] &- UInt8(guesses[filter]))
                }
                above = row
            }
        }
        return rows
    }

    /// Every `step`th pixel of a row; samples below a byte are packed from the high bits down.
    private func packedRow(_ y: Int, from first: Int, by step: Int) -> [UInt8] {
        var row: [UInt8] = []
        var byte: UInt8 = 0
        var bits = 0
        for x in stride(from: first, to: width, by: step) {
            for k in 0..<colorType.channels {
                let sample = samples[(y * width + x) * colorType.channels + k]
                if depth == 16 { row.append(UInt8(sample >> 8)) }
                guard depth < 8 else {
                    row.append(UInt8(sample & 255))
                    continue
                }
                byte |= UInt8(sample) << UInt8(8 - depth - bits)
                bits += depth
                if bits == 8 {
                    row.append(byte)
                    (byte, bits) = (0, 0)
                }
            }
        }
        return bits > 0 ? row + [byte] : row
    }
}

/// The predictor exactly as specified.
func paethByDefinition(_ a: Int, _ b: Int, _ c: Int) -> Int {
    let p = a + b - c
    let (pa, pb, pc) = (abs(p - a), abs(p - b), abs(p - c))
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: UInt32(data.count))
    let checked = Array(name.utf8) + data
    bytes += checked
    bytes.append(bigEndian: libdeflate_crc32(0, checked, checked.count))
    return bytes
}

func zlib(_ bytes: [UInt8]) -> [UInt8] {
    let packer = libdeflate_alloc_compressor(6)
    defer { libdeflate_free_compressor(packer) }
    var packed = [UInt8](repeating: 0, count: libdeflate_zlib_compress_bound(packer, bytes.count))
    packed.removeLast(packed.count - libdeflate_zlib_compress(packer, bytes, bytes.count, &packed, packed.count))
    return packed
}

/// A deterministic generator. Source: splitmix64, Steele et al. 2014.
struct Noise {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
