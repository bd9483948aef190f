import RiffleAPI
import RiffleEngine
import RiffleImage

extension EngineBackend {
    /// Decodes a source for results of `side`; one of more than twice that is averaged down to twice the side while it is read, so
    /// that it is never whole in memory.
    ///
    /// - Returns: the picture, and the length of its own side.
    static func decode(_ bytes: [UInt8], side: Int) throws -> (source: Bitmap, ownSide: Int) {
        guard PNGHeader.isPNG(bytes) else {
            let source = try decode(bytes)
            return (source, source.width)
        }
        do throws(PNGError) {
            let reader = try PNGReader(bytes)
            guard reader.width == reader.height, reader.width > 2 * side else {
                return (try reader.bitmap(), reader.width)
            }
            return (try small(reader, side: 2 * side), reader.width)
        } catch {
            throw BackendError(error)
        }
    }

    private static func small(_ reader: PNGReader, side: Int) throws(PNGError) -> Bitmap {
        let whole = PixelRect(x: 0, y: 0, width: Double(reader.width), height: Double(reader.height))
        return try reader.resized(from: whole, width: side, height: side, filter: .area, space: .encoded)
    }

    static func decode(_ bytes: [UInt8]) throws -> Bitmap {
        do throws(PictureError) {
            return try Picture.decode(bytes)
        } catch {
            throw BackendError(error)
        }
    }

    /// The side that a size names; nil for `auto` and none.
    static func side(_ size: ImageSize?) throws -> Int? {
        guard let size, let pixels = size.pixels else { return nil }
        guard pixels.width == pixels.height, (1...Engine.largestSide).contains(pixels.width) else {
            throw BackendError.invalid([.size(size)])
        }
        return pixels.width
    }
}
