// Times RiffleImage against libspng in one run, call by call in turn, and prints medians and ratios.
//
//     ImageBenchmark [FILE.png …]
//
// Without a file it makes a picture of its own: smooth shapes under grain, about as compressible as a photograph.

internal import CSPNG
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

/// Runs all rows in turn, so that a machine whose speed drifts slows them alike.
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

func libraryDecode(_ file: [UInt8]) {
    let context = spng_ctx_new(0)
    defer { spng_ctx_free(context) }
    var size = 0
    spng_set_png_buffer(context, file, file.count)
    spng_decoded_image_size(context, Int32(SPNG_FMT_RGBA8.rawValue), &size)
    let pixels = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    defer { pixels.deallocate() }
    let code = spng_decode_image(
        context, pixels, size, Int32(SPNG_FMT_RGBA8.rawValue), Int32(SPNG_DECODE_TRNS.rawValue))
    precondition(code == 0, "libspng refuses the file")
}

/// libspng at its defaults, which are libpng's: level 6, filter chosen row by row.
func libraryEncode(_ bitmap: Bitmap) -> Int {
    let isOpaque = bitmap.withPixels { pixels in
        stride(from: 3, to: pixels.count, by: 4).allSatisfy { pixels[$0] == 255 }
    }
    let context = spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue))
    defer { spng_ctx_free(context) }
    let type = isOpaque ? SPNG_COLOR_TYPE_TRUECOLOR : SPNG_COLOR_TYPE_TRUECOLOR_ALPHA
    var header = spng_ihdr(
        width: UInt32(bitmap.width), height: UInt32(bitmap.height), bit_depth: 8, color_type: UInt8(type.rawValue),
        compression_method: 0, filter_method: 0, interlace_method: 0)
    spng_set_ihdr(context, &header)
    spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1)
    let samples =
        isOpaque ? bitmap.bytes.enumerated().filter { $0.offset % 4 != 3 }.map(\.element) : bitmap.bytes
    let code = spng_encode_image(
        context, samples, samples.count, Int32(SPNG_FMT_PNG.rawValue), Int32(SPNG_ENCODE_FINALIZE.rawValue))
    precondition(code == 0, "libspng cannot encode")
    var size = 0
    var error: Int32 = 0
    free(spng_get_png_buffer(context, &size, &error))
    return size
}

/// Sums of slow waves with grain on them.
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
    measure(
        "\(name): decode \(bitmap.width)x\(bitmap.height)",
        [
            Row(name: "libspng") {
                libraryDecode(file)
                return nil
            },
            Row(name: "PNG.decode") { (try? PNG.decode(file)).map { _ in file.count } },
        ])
    measure(
        "\(name): encode",
        [
            Row(name: "libspng") { libraryEncode(bitmap) },
            Row(name: "small") { PNG.encode(bitmap, effort: .small).count },
            Row(name: "fast") { PNG.encode(bitmap).count },
        ])
    measure(
        "\(name): resize",
        [
            Row(name: "automatic to 80x80") { bitmap.resized(width: 80, height: 80).bytes.count },
            Row(name: "area to 80x80") { bitmap.resized(width: 80, height: 80, filter: .area).bytes.count },
            Row(name: "automatic to 800x800") { bitmap.resized(width: 800, height: 800).bytes.count },
            Row(name: "automatic to 512x512") { bitmap.resized(width: 512, height: 512).bytes.count },
        ])
}

let files = CommandLine.arguments.dropFirst()
if files.isEmpty { try benchmark("invented", PNG.encode(inventedPicture(side: 1024), effort: .small)) }
for path in files { try benchmark(path, [UInt8](Data(contentsOf: URL(filePath: path)))) }
