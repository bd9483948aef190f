import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleUI

/// Exports a branch of the tree.
struct Exporter: Sendable {
    let history: HistoryStore
    /// Seconds to add to UTC, for the times on a page.
    let zone: Int

    /// Writes the branch to its path. Nothing is replaced; a folder that is there gets the pictures it lacks.
    ///
    /// A picture whose file is gone or was changed is made again if the built-in engine made it, and left out otherwise.
    ///
    /// - Returns: What was written, and what was left out.
    @concurrent func export(_ order: ExportOrder) async throws -> String {
        guard !order.items.isEmpty else {
            throw Failure("there is no picture to export", remedy: "choose a branch with one", code: .data)
        }
        guard let kind = ExportOrder.Kind(path: order.path) else {
            let problem = Words.noSuchExport(Path.name(order.path))
            throw Failure(problem.title, remedy: problem.remedy, code: .usage)
        }
        guard kind == .folder ? Files.isFolderOrFree(order.path) : !Files.exists(order.path) else {
            throw Failure("\(order.path) already exists", remedy: "export under another name", code: .cannotCreate)
        }
        let (order, findings) = try await available(order)
        switch kind {
        case .folder:
            try await writeFolder(order)
        case .sheet:
            try write(try await ContactSheet(order: order, history: history).png(), to: order.path)
        case .page:
            try write(Array(try await TreePage(order: order, zone: zone).html(history).utf8), to: order.path)
        }
        return Words.Told.exported(order.items.count, as: kind, to: order.path) + findings
    }

    /// The order without the pictures that cannot be had, and a few words about them.
    private func available(_ order: ExportOrder) async throws -> (ExportOrder, findings: String) {
        var rest = order
        rest.items = []
        var (remade, missing): ([String], [String]) = ([], [])
        for item in order.items {
            do throws(HistoryError) {
                _ = try await history.bytes(digest: item.entry.digest)
            } catch {
                switch error {
                case .pictureMissing, .pictureDamaged: break
                default: throw error
                }
                guard try await history.remake(item.entry) else {
                    missing.append(item.name)
                    continue
                }
                remade.append(item.name)
            }
            var item = item
            // Below a picture that is left out, others move up.
            item.depth = min(item.depth, (rest.items.last?.depth ?? -1) + 1)
            rest.items.append(item)
        }
        guard !rest.items.isEmpty else {
            throw Failure(
                "none of these pictures is there any more", remedy: "restore them from a backup", code: .noInput)
        }
        return (rest, Words.Told.exportFindings(remade: remade, missing: missing))
    }

    private func writeFolder(_ order: ExportOrder) async throws {
        do throws(FileError) {
            try Files.makeFolder(order.path)
        } catch {
            throw Failure(writing: error)
        }
        for item in order.items {
            let bytes = try await history.bytesWithRecipe(of: item.entry.id)
            let path = "\(order.path)/\(item.name).\(ImageFormat(magicOf: bytes)?.fileExtension ?? "png")"
            if !Files.exists(path) { try write(bytes, to: path) }
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        do throws(FileError) {
            try Files.write(bytes, to: path)
        } catch {
            throw Failure(writing: error)
        }
    }
}

/// All pictures of a branch in one picture: a column for each generation, each picture right of its parent.
struct ContactSheet {
    let order: ExportOrder
    let history: HistoryStore
    /// The longer side of a picture, and the space between pictures, in pixels.
    private let side = 224
    private let gap = 12
    /// Rows below a picture for its name.
    private let label = 18

    func png() async throws -> [UInt8] {
        // Each picture without children has its own row; others share the row of their first child.
        var places: [(column: Int, row: Int)] = []
        var row = 0
        for (index, item) in order.items.enumerated() {
            let opens = index > 0 && item.depth <= order.items[index - 1].depth
            if opens { row += 1 }
            places.append((item.depth, row))
        }
        let columns = (places.map(\.column).max() ?? 0) + 1
        let (step, rowStep) = (side + gap, side + gap + label)
        guard columns * step * (row + 1) * rowStep <= 64 << 20 else {
            throw Failure(
                "\(order.items.count) pictures are too many for one sheet", remedy: "export a folder or an .html page",
                code: .data)
        }
        var sheet = Canvas(width: columns * step + gap, height: (row + 1) * rowStep + gap)
        for (item, place) in zip(order.items, places) {
            let bytes = try await history.bytes(digest: item.entry.digest)
            let whole: Bitmap
            do throws(PictureError) { whole = try Picture.decode(bytes) } catch {
                throw Failure(error, file: item.name)
            }
            let scale = Double(side) / Double(max(whole.width, whole.height))
            let small = whole.resized(
                width: max(1, Int(Double(whole.width) * scale)), height: max(1, Int(Double(whole.height) * scale)))
            let (x, y) = (gap + place.column * step, gap + place.row * rowStep)
            if item.entry.isFavourite {
                sheet.fill(x: x - 4, y: y - 4, width: small.width + 8, height: small.height + 8, color: (255, 200, 60))
            }
            sheet.draw(small, x: x, y: y)
            sheet.write(caption(of: item), x: x, y: y + small.height + 5, width: side)
        }
        return PNG.encode(sheet.bitmap)
    }

    /// `cat-2  golden hour  4/5`
    private func caption(of item: ExportOrder.Item) -> String {
        let rating = item.entry.rating > 0 ? "\(item.entry.rating)/5" : ""
        return [item.name, item.entry.manner ?? "", rating].filter { !$0.isEmpty }.joined(separator: "  ")
    }
}

/// A canvas: opaque, dark at first.
private struct Canvas {
    let width: Int
    let height: Int
    private var bytes: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bytes = Array(repeating: 28, count: width * height * 4)
        for place in stride(from: 3, to: bytes.count, by: 4) { bytes[place] = 255 }
    }

    var bitmap: Bitmap { Bitmap(width: width, height: height, bytes: bytes) }

    mutating func fill(x: Int, y: Int, width: Int, height: Int, color: (UInt8, UInt8, UInt8)) {
        for row in max(0, y)..<min(self.height, y + height) {
            for column in max(0, x)..<min(self.width, x + width) {
                let place = (row * self.width + column) * 4
                (bytes[place], bytes[place + 1], bytes[place + 2]) = color
            }
        }
    }

    /// - Parameter width: pixels that the text has; of a longer one the end is shown, which tells pictures apart.
    mutating func write(_ text: String, x: Int, y: Int, width: Int) {
        for (place, letter) in text.suffix(width / SheetFont.width).enumerated() {
            for (row, bits) in SheetFont.rows(of: letter).enumerated() {
                for column in 0..<SheetFont.width where bits & (0x80 >> column) != 0 {
                    fill(
                        x: x + place * SheetFont.width + column, y: y + row, width: 1, height: 1,
                        color: (208, 208, 208))
                }
            }
        }
    }

    mutating func draw(_ picture: Bitmap, x: Int, y: Int) {
        let pixels = picture.bytes
        for row in 0..<min(picture.height, height - y) {
            for column in 0..<min(picture.width, width - x) {
                let from = (row * picture.width + column) * 4
                let place = ((y + row) * width + x + column) * 4
                let alpha = Int(pixels[from + 3])
                for channel in 0..<3 {
                    let mixed = Int(pixels[from + channel]) * alpha + Int(bytes[place + channel]) * (255 - alpha)
                    bytes[place + channel] = UInt8((mixed + 127) / 255)
                }
            }
        }
    }
}
