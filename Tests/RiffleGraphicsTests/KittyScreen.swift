import RiffleImage

@testable import RiffleGraphics

/// A model of a kitty terminal: uploaded pictures, placements, placeholder cells, and the resulting pixels. Strict:
/// anything a terminal would ignore or reject throws.
struct KittyScreen {
    enum Fault: Error, Equatable {
        case malformed(String), unknownKey(Character), chunkTooLong(Int), unknownImage(UInt32), interleaved
    }

    struct Image {
        var pixels: Bitmap
        /// Cells of its virtual placement.
        var box: (columns: Int, rows: Int)?
    }

    struct Placement: Equatable {
        var image: UInt32
        var number: Int
        var column: Int
        var row: Int
        var columns: Int
        var rows: Int
        /// Part of the image.
        var x: Int
        var y: Int
        var width: Int
        var height: Int
        var z: Int
    }

    /// The scalars of a cell, and its foreground as a palette index.
    struct Cell: Equatable {
        var scalars: [Unicode.Scalar]
        var foreground: Int?
    }

    private(set) var images: [UInt32: Image] = [:]
    private(set) var placements: [Placement] = []
    private(set) var cells: [Int: Cell] = [:]
    /// Bytes written so far.
    private(set) var bytesWritten = 0
    private(set) var column = 0
    private(set) var row = 0
    private var foreground: Int?
    private var upload: (keys: [Character: String], payload: [UInt8])?

    static let columns = 1000

    func cell(_ column: Int, _ row: Int) -> Cell? { cells[row * KittyScreen.columns + column] }

    /// The piece that a placeholder cell shows, inferred from its marks and from the cell to its left.
    private func piece(_ column: Int, _ row: Int) -> (id: UInt32, row: Int, column: Int)? {
        guard let cell = cell(column, row), cell.scalars.first?.value == 0x10EEEE, let color = cell.foreground
        else { return nil }
        let marks = cell.scalars.dropFirst().map { KittyScreen.marks.firstIndex(of: $0.value) }
        if marks.isEmpty {
            guard column > 0, self.cell(column - 1, row)?.foreground == color, let left = piece(column - 1, row)
            else { return nil }
            return (left.id, left.row, left.column + 1)
        }
        guard marks.count == 3, let row = marks[0], let column = marks[1], let high = marks[2] else { return nil }
        return (UInt32(high) << 24 | UInt32(color), row, column)
    }

    /// The pixel that a placeholder cell shows at a point of the cell, 0…1 on both axes.
    func pixel(ofCell column: Int, _ row: Int, x: Double, y: Double) -> Pixel? {
        guard let piece = piece(column, row), let image = images[piece.id], let box = image.box else { return nil }
        let pixels = image.pixels
        return pixels[
            min(pixels.width - 1, Int((Double(piece.column) + x) * Double(pixels.width) / Double(box.columns))),
            min(pixels.height - 1, Int((Double(piece.row) + y) * Double(pixels.height) / Double(box.rows)))]
    }

    mutating func write(_ bytes: [UInt8]) throws {
        bytesWritten += bytes.count
        var i = 0
        while i < bytes.count {
            if bytes[i] == 0x1B, bytes[i + 1] == UInt8(ascii: "_") {
                let end = (i + 2..<bytes.count).first { bytes[$0] == 0x1B && bytes[$0 + 1] == UInt8(ascii: "\\") }
                guard let end, bytes[i + 2] == UInt8(ascii: "G") else { throw Fault.malformed("no end") }
                try graphics(Array(bytes[i + 3..<end]))
                i = end + 2
            } else if bytes[i] == 0x1B {
                let end = (i + 2..<bytes.count).first { (0x40...0x7E).contains(bytes[$0]) }!
                control(bytes[end], String(decoding: bytes[i + 2..<end], as: UTF8.self))
                i = end + 1
            } else if bytes[i] == 0x0A {
                (column, row) = (0, row + 1)
                i += 1
            } else {
                let length = bytes[i] < 0x80 ? 1 : bytes[i] < 0xE0 ? 2 : bytes[i] < 0xF0 ? 3 : 4
                put(String(decoding: bytes[i..<i + length], as: UTF8.self).unicodeScalars.first!)
                i += length
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        if KittyScreen.marks.contains(scalar.value) {
            cells[row * KittyScreen.columns + column - 1]?.scalars.append(scalar)
        } else {
            cells[row * KittyScreen.columns + column] = Cell(scalars: [scalar], foreground: foreground)
            column += 1
        }
    }

    private mutating func control(_ final: UInt8, _ text: String) {
        let numbers = text.split(separator: ";").map { Int($0)! }
        if final == UInt8(ascii: "H") { (column, row) = (numbers[1] - 1, numbers[0] - 1) }
        if final == UInt8(ascii: "m") {
            if numbers.isEmpty { foreground = nil }
            if numbers.starts(with: [38, 5]) { foreground = numbers[2] }
        }
    }

    private mutating func graphics(_ command: [UInt8]) throws {
        let parts = command.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
        let payload = parts.count > 1 ? Array(parts[1]) : []
        guard payload.count <= 4096 else { throw Fault.chunkTooLong(payload.count) }
        var keys: [Character: String] = [:]
        for pair in String(decoding: parts[0], as: UTF8.self).split(separator: ",") {
            guard let key = pair.first, pair.dropFirst().first == "=" else { throw Fault.malformed(String(pair)) }
            guard "aficrpUqmxywhzdC".contains(key) else { throw Fault.unknownKey(key) }
            keys[key] = String(pair.dropFirst(2))
        }
        // A reply would count as typing.
        guard keys["q"] == "2" else { throw Fault.malformed("asks for a reply") }
        if var upload {
            guard keys["a"] == nil, let more = keys["m"] else { throw Fault.interleaved }
            upload.payload += payload
            self.upload = more == "1" ? upload : nil
            if more == "0" { try finish(upload.keys, upload.payload) }
            return
        }
        switch keys["a"] {
        case "t", "T":
            if keys["m"] == "1" { upload = (keys, payload) } else { try finish(keys, payload) }
        case "p": try place(keys)
        case "d":
            let id = UInt32(keys["i"]!)!
            placements.removeAll { $0.image == id }
            if keys["d"] == "I" { images[id] = nil } else if keys["d"] != "i" { throw Fault.malformed("d") }
        default: throw Fault.malformed("a=\(keys["a"] ?? "")")
        }
    }

    private mutating func finish(_ keys: [Character: String], _ payload: [UInt8]) throws {
        guard keys["f"] == "100" else { throw Fault.malformed("not a PNG") }
        // A damaged picture is dropped, as terminals do.
        guard let pixels = try? PNG.decode(try KittyScreen.decoded(payload)) else { return }
        let id = keys["i"].map { UInt32($0)! } ?? UInt32(1_000_000 + images.count)
        placements.removeAll { $0.image == id }
        images[id] = Image(pixels: pixels)
        if keys["a"] == "T" { try place(keys.merging(["i": "\(id)"]) { $1 }) }
    }

    private mutating func place(_ keys: [Character: String]) throws {
        func number(_ key: Character) -> Int? { keys[key].map { Int($0)! } }
        let id = UInt32(keys["i"]!)!
        guard let image = images[id] else { throw Fault.unknownImage(id) }
        if keys["U"] == "1" {
            images[id]?.box = (number("c")!, number("r")!)
            return
        }
        let placement = Placement(
            image: id, number: number("p") ?? 0, column: column, row: row, columns: number("c")!, rows: number("r")!,
            x: number("x") ?? 0, y: number("y") ?? 0, width: number("w") ?? image.pixels.width,
            height: number("h") ?? image.pixels.height, z: number("z") ?? 0)
        placements.removeAll { $0.image == id && $0.number == placement.number && $0.number != 0 }
        placements.append(placement)
    }

    /// Source: RFC 4648; independent of the encoder under test.
    static func decoded(_ text: [UInt8]) throws -> [UInt8] {
        guard text.count % 4 == 0 else { throw Fault.malformed("base64") }
        var bytes: [UInt8] = []
        var (bits, count) = (UInt32(0), 0)
        for character in text where character != UInt8(ascii: "=") {
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character + 4
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: throw Fault.malformed("base64")
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    /// The first entries of the published table, and some others.
    static let published: [Int: UInt32] = [
        0: 0x305, 1: 0x30D, 2: 0x30E, 3: 0x310, 4: 0x312, 5: 0x33D, 15: 0x357, 16: 0x35B, 30: 0x483, 48: 0x5A8,
        127: 0x82C, 296: 0x1D244,
    ]

    private static let marks: [UInt32] = KittyMarks.scalars.map(\.value)
}
