// The cost of encoding previews: median and minimum in milliseconds, and bytes.
//
//     swift run -c release GraphicsBenchmark [ROUNDS] [FILE.png]
//
// Starts with a comparison of the sixel and resize kernels with plain Swift.
import Foundation
import RiffleGraphics
import RiffleImage

/// A photo-like picture: slow gradients, edges, texture and grain. Deterministic.
func landscape(side: Int) -> Bitmap {
    var bitmap = Bitmap(width: side, height: side)
    var state: UInt32 = 1
    func grain() -> Int {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int(state >> 24) - 128
    }
    bitmap.withMutablePixels { bytes in
        for y in 0..<side {
            for x in 0..<side {
                let isGround = y * 5 > side * 3 + (x * x / side) - x
                let ripple = ((x * 7) ^ (y * 3)) & 63
                let red = isGround ? 60 + ripple + x * 60 / side : 90 + y * 140 / side
                let green = isGround ? 90 + ripple / 2 + y * 40 / side : 120 + y * 90 / side
                let blue = isGround ? 30 + ripple / 3 : 230 - y * 120 / side + x * 20 / side
                let i = (y * side + x) * 4
                bytes[i] = UInt8(clamping: red + grain() / 40)
                bytes[i + 1] = UInt8(clamping: green + grain() / 40)
                bytes[i + 2] = UInt8(clamping: blue + grain() / 40)
                bytes[i + 3] = 255
            }
        }
    }
    return bitmap
}

let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 15
let file = CommandLine.arguments.dropFirst(2).first
let bitmap =
    if let file {
        try PNG.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
    } else {
        landscape(side: 1024)
    }
let clock = ContinuousClock()

KernelRace(rounds: rounds, bitmap: bitmap).run()

func measure(_ name: String, _ body: () -> Int) {
    var times: [Double] = []
    var bytes = 0
    for _ in 0..<rounds {
        let time = clock.measure { bytes = body() }
        times.append(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000)
    }
    times.sort()
    func text(_ value: Double) -> String {
        let tenths = Int(value * 10 + 0.5)
        return "\(tenths / 10).\(tenths % 10)"
    }
    print("\(name): \(text(times[times.count / 2])) ms (least \(text(times[0]))), \(bytes) bytes")
}

for (name, method) in [
    ("half, true colour", GraphicsMethod.half(.truecolor)), ("half, 256 colours", .half(.palette256)),
    ("half, 16 colours", .half(.palette16)), ("half, no colours", .half(.mono)),
    ("quadrants", .quadrant(.truecolor)), ("sextants", .sextant(.truecolor)), ("octants", .octant(.truecolor)),
    ("octants, 256 colours", .octant(.palette256)), ("octants, 16 colours", .octant(.palette16)),
    ("braille", .braille(.truecolor)), ("letters, no colours", .ascii(.mono)),
] {
    measure("80×40 cells, \(name)") {
        Preview(of: bitmap, columns: 80, rows: 40, options: PreviewOptions(method: method)).bytes(column: 0, row: 0)
            .count
    }
}
for fidelity in Fidelity.allCases {
    let options = PreviewOptions(method: .half(.truecolor), fidelity: fidelity)
    measure("56×28 cells, half, true colour, \(fidelity)") {
        Preview(of: bitmap, columns: 56, rows: 28, options: options).bytes(column: 0, row: 0).count
    }
    measure("56×28 cells, kitty, upload, \(fidelity)") {
        let options = PreviewOptions(method: .kitty(.placeholders), fidelity: fidelity)
        guard case .kitty(let kitty) = Preview(of: bitmap, columns: 56, rows: 28, options: options) else { return 0 }
        return kitty.uploads.reduce(0) { $0 + $1.count }
    }
}
let small = bitmap.resized(width: 80, height: 80, filter: .area)
measure("80×40 cells, half, true colour, without scaling") {
    Preview(of: small, columns: 80, rows: 40, options: PreviewOptions(method: .half(.truecolor)))
        .bytes(column: 0, row: 0).count
}
let large = bitmap.resized(width: 800, height: 800, filter: .area)
measure("scaling to 800×800") { bitmap.resized(width: 800, height: 800, filter: .area).bytes.count }
for dither in Dither.allCases {
    for (name, slice) in [("one image", 0), ("strips", 32 * 1024)] {
        measure("800×800 sixel, dither \(dither), \(name), without scaling") {
            let options = PreviewOptions(method: .sixel(registers: 256), dither: dither, sliceBytes: slice)
            return Preview(of: large, columns: 80, rows: 40, options: options).bytes(column: 0, row: 0).count
        }
    }
}
let options = PreviewOptions(method: .sixel(registers: 256))
let shown = Preview(of: large, columns: 80, rows: 40, options: options)
measure("sixel again, 12×4 cells") {
    shown.bytes(column: 0, row: 0, part: CellRange(columns: 20..<32, rows: 10..<14)).count
}
measure("800×800 sixel, first look of 30 KB, without scaling") {
    let options = PreviewOptions(method: .sixel(registers: 256), byteBudget: 30_000)
    return Preview(of: large, columns: 80, rows: 40, options: options).bytes(column: 0, row: 0).count
}
