internal import CKernels

/// Converts uncompressed rows of a picture, or of one interlace pass, to RGBA: undoes the filter and expands samples to
/// 8 bits.
final class RowDecoder {
    private let header: PNGHeader
    private let width: Int
    private let curve: GammaCurve?
    /// The sample values that `tRNS` makes transparent, one for each channel.
    private let key: [UInt16]?
    /// The pixel of each value, if a pixel is a single sample or index of up to 8 bits.
    private let table: [Pixel]

    /// Whether unfiltered rows need no conversion.
    private let isDirect: Bool
    /// The latest unfiltered row, and the one before.
    private var current: [UInt8]
    private var above: [UInt8]
    /// Where the latest row was written.
    private var lastOutput: UnsafePointer<UInt8>?

    /// - Parameter gamma: to convert from, × 100 000; nil: samples are not converted.
    init(_ header: PNGHeader, _ colors: PNGColors, gamma: Int?, width: Int) {
        self.header = header
        self.width = width
        curve = GammaCurve(gamma, entries: header.bitDepth == 16 ? 65536 : 256)
        let isSampled = header.colorType == .gray || header.colorType == .rgb
        key =
            isSampled
            ? colors.transparency.map { data in
                // Bits above the depth are ignored. Source: PNG (third edition), section 11.3.1.1.
                stride(from: 0, to: data.count, by: 2).map {
                    (UInt16(data[$0]) << 8 | UInt16(data[$0 + 1])) & UInt16(1 << header.bitDepth - 1)
                }
            } : nil
        table = Self.table(header, colors, curve: curve, key: key?.first)
        let hasFourLanes = header.bitDepth == 8 && header.colorType.channels >= 3
        isDirect = hasFourLanes && key == nil && curve == nil
        // Pixels to the left of a row and above the first row count as 0.
        above = [UInt8](repeating: 0, count: hasFourLanes ? width * 4 : header.rowBytes(width: width))
        current = isDirect ? [] : above
    }

    /// The pixel of each value. An index outside the palette becomes opaque black.
    private static func table(_ header: PNGHeader, _ colors: PNGColors, curve: GammaCurve?, key: UInt16?) -> [Pixel] {
        guard header.bitDepth <= 8, header.colorType.channels < 3 else { return [] }
        func corrected(_ sample: UInt8) -> UInt8 { curve?.codes[Int(sample)] ?? sample }
        guard header.colorType == .palette, let palette = colors.palette else {
            let top = 1 << header.bitDepth - 1
            return (0...top).map { value in
                let gray = corrected(UInt8(value * 255 / top))
                return Pixel(red: gray, green: gray, blue: gray, alpha: key.map { Int($0) == value } ?? false ? 0 : 255)
            }
        }
        let transparency = colors.transparency ?? []
        var pixels = [Pixel](repeating: Pixel(red: 0, green: 0, blue: 0), count: 256)
        for index in 0..<palette.count / 3 {
            pixels[index] = Pixel(
                red: corrected(palette[3 * index]), green: corrected(palette[3 * index + 1]),
                blue: corrected(palette[3 * index + 2]), alpha: index < transparency.count ? transparency[index] : 255)
        }
        return pixels
    }

    /// Decodes the next row.
    ///
    /// - Parameters:
    ///   - row: filter type, filtered bytes, and one more readable byte.
    ///   - output: `width × 4` bytes, which must not change until the next row is decoded elsewhere.
    /// - Returns: whether the filter type is valid.
    func decode(_ row: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) -> Bool {
        let channels = header.colorType.channels
        if isDirect {
            defer { lastOutput = UnsafePointer(output) }
            guard let lastOutput else { return ck_png_unfilter_pixels(row, above, output, width, channels) != 0 }
            return ck_png_unfilter_pixels(row, lastOutput, output, width, channels) != 0
        }
        let exists =
            header.bitDepth == 8 && channels >= 3
            ? ck_png_unfilter_pixels(row, above, &current, width, channels)
            : ck_png_unfilter_bytes(row, above, &current, current.count, max(1, channels * header.bitDepth / 8))
        guard exists != 0 else { return false }
        current.withUnsafeBufferPointer { samples in
            switch (header.bitDepth, channels) {
            case (16, _): widen(samples.baseAddress!, channels, into: output)
            case (8, 3...): recolor(samples.baseAddress!, into: output)
            case (8, 2): lookUp(samples.baseAddress!, stride: 2, into: output)
            case (8, _): lookUp(samples.baseAddress!, stride: 1, into: output)
            default: unpack(samples.baseAddress!, into: output)
            }
        }
        swap(&current, &above)
        return true
    }

    private func lookUp(_ samples: UnsafePointer<UInt8>, stride: Int, into output: UnsafeMutablePointer<UInt8>) {
        table.withUnsafeBufferPointer { table in
            for x in 0..<width { output.store(table[Int(samples[x * stride])], pixel: x) }
        }
        guard stride == 2 else { return }
        for x in 0..<width { output[4 * x + 3] = samples[2 * x + 1] }
    }

    /// Expands samples of 1, 2 or 4 bits, high bits first.
    private func unpack(_ samples: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) {
        let depth = header.bitDepth
        let mask = 1 << depth - 1
        table.withUnsafeBufferPointer { table in
            for x in 0..<width {
                let bit = x * depth
                output.store(table[Int(samples[bit >> 3]) >> (8 - depth - bit & 7) & mask], pixel: x)
            }
        }
    }

    /// Applies a transparent colour and a gamma curve to RGBA.
    private func recolor(_ pixels: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) {
        output.update(from: pixels, count: width * 4)
        if let key {
            let (red, green, blue) = (UInt8(key[0]), UInt8(key[1]), UInt8(key[2]))
            for i in stride(from: 0, to: width * 4, by: 4)
            where pixels[i] == red && pixels[i + 1] == green && pixels[i + 2] == blue {
                output[i + 3] = 0
            }
        }
        guard let curve else { return }
        curve.codes.withUnsafeBufferPointer { codes in
            for i in stride(from: 0, to: width * 4, by: 4) {
                output[i] = codes[Int(output[i])]
                output[i + 1] = codes[Int(output[i + 1])]
                output[i + 2] = codes[Int(output[i + 2])]
            }
        }
    }

    /// Converts 16-bit big-endian samples.
    private func widen(
        _ samples: UnsafePointer<UInt8>, _ channels: Int, into output: UnsafeMutablePointer<UInt8>
    ) {
        func sample(_ i: Int) -> Int { Int(samples[2 * i]) << 8 | Int(samples[2 * i + 1]) }
        // 65535 = 257 × 255, so this rounds to the nearest 8-bit value.
        func rounded(_ sample: Int) -> UInt8 { UInt8((sample + 128) / 257) }
        func shown(_ sample: Int) -> UInt8 { curve?.codes[sample] ?? rounded(sample) }
        let colors = channels >= 3 ? 3 : 1
        for x in 0..<width {
            let first = x * channels
            for k in 0..<3 { output[4 * x + k] = shown(sample(first + min(k, colors - 1))) }
            output[4 * x + 3] = channels > colors ? rounded(sample(first + colors)) : 255
        }
        guard let key else { return }
        for x in 0..<width where (0..<channels).allSatisfy({ sample(x * channels + $0) == Int(key[$0]) }) {
            output[4 * x + 3] = 0
        }
    }
}

extension UnsafeMutablePointer<UInt8> {
    fileprivate func store(_ color: Pixel, pixel x: Int) {
        self[4 * x] = color.red
        self[4 * x + 1] = color.green
        self[4 * x + 2] = color.blue
        self[4 * x + 3] = color.alpha
    }
}
