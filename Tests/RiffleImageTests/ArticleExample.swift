// The example of RiffleImage's article; a test checks that both are equal.
import Foundation
import RiffleImage

/// A PNG file of any size, scaled down to fit a square, without the whole picture in memory.
func thumbnail(of file: FileHandle, side: Int) throws(PNGError) -> Bitmap {
    let reader = try PNGReader { buffer in
        guard let data = try? file.read(upToCount: buffer.count) else { return 0 }
        data.copyBytes(to: buffer)
        return data.count
    }
    let scale = min(1, Double(side) / Double(max(reader.width, reader.height)))
    return try reader.resized(
        from: PixelRect(x: 0, y: 0, width: Double(reader.width), height: Double(reader.height)),
        width: max(1, Int(Double(reader.width) * scale)), height: max(1, Int(Double(reader.height) * scale)),
        filter: .area, space: .linear)
}
