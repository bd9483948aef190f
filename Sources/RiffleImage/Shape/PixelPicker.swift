/// Nearest-neighbour scaling: the source pixel under the centre of each output pixel.
final class PixelPicker: RowScaler {
    let rows: Range<Int>
    let columns: Range<Int>
    private let places: [Int]
    /// The source row of each output row; ascending.
    private let lines: [Int]
    private var nextRow: Int
    private var nextLine = 0
    private var output: [UInt8]

    init(_ resizing: Resizing) {
        let (part, source) = (resizing.part, resizing.source)
        places = Self.places(origin: part.x, length: part.width, count: resizing.width, limit: source.width)
        lines = Self.places(origin: part.y, length: part.height, count: resizing.height, limit: source.height)
        columns = places[0]..<places[places.count - 1] + 1
        rows = lines[0]..<lines[lines.count - 1] + 1
        nextRow = rows.lowerBound
        output = [UInt8](repeating: 0, count: places.count * lines.count * 4)
    }

    private static func places(origin: Double, length: Double, count: Int, limit: Int) -> [Int] {
        (0..<count).map { i in
            let middle = origin + (Double(i) + 0.5) * length / Double(count)
            return Int(min(max(middle, 0), Double(limit - 1)).rounded(.down))
        }
    }

    func take(_ row: UnsafePointer<UInt8>) {
        let width = places.count
        output.withUnsafeMutableBufferPointer { output in
            places.withUnsafeBufferPointer { places in
                while nextLine < lines.count, lines[nextLine] == nextRow {
                    let out = output.baseAddress! + nextLine * width * 4
                    for x in 0..<width { (out + 4 * x).update(from: row + 4 * places[x], count: 4) }
                    nextLine += 1
                }
            }
        }
        nextRow += 1
    }

    func bitmap() -> Bitmap { Bitmap(width: places.count, height: lines.count, bytes: output) }
}
