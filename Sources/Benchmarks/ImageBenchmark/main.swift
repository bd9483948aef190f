// Compares RiffleImage with libpng, alternating calls in one run, and prints medians and ratios. Of files of other
// formats it compares decoding at the size of a preview with decoding the whole picture.
//
//     ImageBenchmark [FILE …]
//
// By default uses a computed picture: smooth shapes with grain, about as compressible as a photograph.

internal import CLibPNG
internal import FoundationEssentials
internal import RiffleImage

let rounds = 11

struct Row {
    let name: String
    var milliseconds: [Double] = []
    var byteCount: Int?
    let work: () -> Int?

    var median: Double { milliseconds.sorted()[milliseconds.count / 2] }
}

/// Alternates the rows, so that changes in the machine's speed affect all alike.
func measure(_ title: String, _ rows: [Row]) {
    var rows = rows
    let clock = ContinuousClock()
    for _ in 0..<rounds {
        for i in rows.indices {
            let time = clock.measure { rows[i].byteCount = rows[i].work() }
            rows[i].milliseconds.append(time / .milliseconds(1))
        }
    }
    print(title)
    for row in rows {
        let size = row.byteCount.map { "  \($0 / 1024) KiB" } ?? ""
        print(
            "  \(row.name): \(rounded(row.median)) ms, \(rounded(row.median / rows[0].median)) x \(rows[0].name)\(size)"
        )
    }
}

func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

/// libpng's simplified API.
func libraryDecode(_ file: [UInt8]) {
    var image = png_image()
    image.version = 1
    precondition(png_image_begin_read_from_memory(&image, file, file.count) != 0, "libpng refuses the file")
    image.format = rgba
    let pixels = UnsafeMutableRawPointer.allocate(byteCount: Int(image.width * image.height) * 4, alignment: 16)
    defer { pixels.deallocate() }
    precondition(png_image_finish_read(&image, nil, pixels, 0, nil) != 0, "libpng cannot decode")
}

/// 8-bit RGBA, and RGB for opaque pictures. Source: png.h, `PNG_FORMAT_RGBA`.
let rgba: UInt32 = 3
let rgb: UInt32 = 2

/// libpng with its defaults: level 6, filter chosen for each row.
func libraryEncode(_ samples: [UInt8], _ bitmap: Bitmap) -> Int {
    var image = png_image()
    image.version = 1
    image.width = UInt32(bitmap.width)
    image.height = UInt32(bitmap.height)
    image.format = samples.count == bitmap.bytes.count ? rgba : rgb
    var size = samples.count * 2
    let file = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    defer { file.deallocate() }
    precondition(png_image_write_to_memory(&image, file, &size, 0, samples, 0, nil) != 0, "libpng cannot encode")
    return size
}

/// The samples to encode: without alpha if the bitmap is opaque.
func samples(of bitmap: Bitmap) -> [UInt8] {
    let bytes = bitmap.bytes
    let isOpaque = stride(from: 3, to: bytes.count, by: 4).allSatisfy { bytes[$0] == 255 }
    return isOpaque ? bytes.enumerated().filter { $0.offset % 4 != 3 }.map(\.element) : bytes
}

/// A naive box filter: averages whole pixels in sRGB.
func plainBox(_ bitmap: Bitmap, to side: Int) -> Int {
    var sums = [UInt32](repeating: 0, count: side * side * 4)
    let columns = (0..<bitmap.width).map { $0 * side / bitmap.width * 4 }
    bitmap.withPixels { pixels in
        sums.withUnsafeMutableBufferPointer { sums in
            columns.withUnsafeBufferPointer { columns in
                for y in 0..<bitmap.height {
                    let out = sums.baseAddress! + y * side / bitmap.height * side * 4
                    let row = pixels.baseAddress! + y * bitmap.width * 4
                    for x in 0..<bitmap.width {
                        let sum = out + columns[x]
                        sum[0] &+= UInt32(row[4 * x])
                        sum[1] &+= UInt32(row[4 * x + 1])
                        sum[2] &+= UInt32(row[4 * x + 2])
                        sum[3] &+= 1
                    }
                }
            }
        }
    }
    return sums.withUnsafeMutableBufferPointer { sums in
        for i in stride(from: 0, to: sums.count, by: 4) {
            let count = max(1, sums[i + 3])
            for k in i..<i + 3 { sums[k] = (sums[k] + count / 2) / count }
        }
        return sums.count
    }
}

/// Slow waves with grain.
func inventedPicture(side: Int) -> Bitmap {
    var state: UInt64 = 1
    var bitmap = Bitmap(width: side, height: side, fill: Pixel(red: 0, green: 0, blue: 0))
    bitmap.withMutablePixels { pixels in
        for i in 0..<side * side {
            let (x, y) = (i % side, i / side)
            let hill = (x * x / 700 + y * (side - y) / 500 + (x * y) / 900) & 255
            for k in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let grain = Int(state >> 60) + Int(state >> 40 & 15)
                pixels[i * 4 + k] = UInt8(min(255, abs((hill + k * 40) % 450 - 225) + grain))
            }
        }
    }
    return bitmap
}

func benchmark(_ name: String, _ file: [UInt8]) throws {
    let bitmap = try PNG.decode(file)
    let samples = samples(of: bitmap)
    measure(
        "\(name): decode \(bitmap.width)x\(bitmap.height)",
        [
            Row(name: "libpng") {
                libraryDecode(file)
                return nil
            },
            Row(name: "PNG.decode") { (try? PNG.decode(file)).map { _ in file.count } },
            Row(name: "PNGReader to 80x80") {
                let whole = PixelRect(x: 0, y: 0, width: Double(bitmap.width), height: Double(bitmap.height))
                return try? PNGReader(file).resized(from: whole, width: 80, height: 80, filter: .area).bytes.count
            },
        ])
    measure(
        "\(name): encode",
        [
            Row(name: "libpng") { libraryEncode(samples, bitmap) },
            Row(name: "small") { PNG.encode(bitmap, effort: .small).count },
            Row(name: "fast") { PNG.encode(bitmap).count },
        ])
    for side in [80, 400, 800] {
        measure(
            "\(name): resize to \(side)x\(side)",
            [
                Row(name: "plain box") { plainBox(bitmap, to: side) },
                Row(name: "area") { bitmap.resized(width: side, height: side, filter: .area).bytes.count },
                Row(name: "automatic") { bitmap.resized(width: side, height: side).bytes.count },
                Row(name: "area, sRGB") {
                    bitmap.resized(width: side, height: side, filter: .area, space: .encoded).bytes.count
                },
            ])
    }
}

/// Decodes a file for previews of about these sizes in pixels.
func benchmarkPreviews(_ name: String, _ file: [UInt8]) throws {
    let header = try Picture.header(of: file)
    let whole = PixelRect(x: 0, y: 0, width: Double(header.width), height: Double(header.height))
    for side in [80, 560] {
        let scale = Double(side) / Double(max(header.width, header.height))
        let (width, height) = (max(1, Int(whole.width * scale)), max(1, Int(whole.height * scale)))
        measure(
            "\(name): \(header.kind) \(header.width)x\(header.height) to \(width)x\(height)",
            [
                Row(name: "whole, then scaled") {
                    (try? PictureReader(file).bitmap())?.resized(width: width, height: height, filter: .area).bytes
                        .count
                },
                Row(name: "PictureReader") {
                    try? PictureReader(file).resized(from: whole, width: width, height: height, filter: .area).bytes
                        .count
                },
            ])
    }
}

let files = CommandLine.arguments.dropFirst()
if files.isEmpty { try benchmark("invented", PNG.encode(inventedPicture(side: 1024), effort: .small)) }
for path in files {
    let file = [UInt8](try Data(contentsOf: URL(filePath: path)))
    if PNGHeader.isPNG(file) { try benchmark(path, file) } else { try benchmarkPreviews(path, file) }
}
