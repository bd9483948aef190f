import RiffleAPI
import RiffleEngine
import RiffleImage

extension EngineBackend {
    /// A decoded source, and the longer side of the original in pixels.
    struct Source {
        var picture: Bitmap
        var longest: Int
    }

    static let ownSize = OwnSize(least: 512, most: 1024, mostOfDocument: 2048)

    /// Decodes a source and returns the size of results: the requested one, or one with the source's shape.
    ///
    /// A PNG of more than twice the result's size is averaged down while it is read, so that it is never whole in memory.
    ///
    /// - Parameter kind: what the picture is; nil: the engine judges.
    static func decode(
        _ bytes: [UInt8], size: ImageSize?, kind: PictureKind? = nil
    ) throws -> (Source, size: (width: Int, height: Int)) {
        let asked = try pixels(size)
        let longest = asked.map { max($0.width, $0.height) } ?? ownSize.mostOfDocument
        let source: Source
        if PNGHeader.isPNG(bytes) {
            do throws(PNGError) {
                let reader = try PNGReader(bytes)
                source = Source(
                    picture: try picture(reader, longest: 2 * longest), longest: max(reader.width, reader.height))
            } catch {
                throw BackendError(error)
            }
        } else {
            let picture = try decode(bytes)
            source = Source(picture: picture, longest: max(picture.width, picture.height))
        }
        return (source, asked ?? ownSize(of: source.picture, kind: kind))
    }

    private static func picture(_ reader: PNGReader, longest: Int) throws(PNGError) -> Bitmap {
        let (width, height) = (reader.width, reader.height)
        guard max(width, height) > longest else { return try reader.bitmap() }
        let whole = PixelRect(x: 0, y: 0, width: Double(width), height: Double(height))
        let size = scaled(width, height, longest: longest)
        return try reader.resized(from: whole, width: size.width, height: size.height, filter: .area, space: .encoded)
    }

    private static func ownSize(of picture: Bitmap, kind: PictureKind?) -> (width: Int, height: Int) {
        let (width, height) = (picture.width, picture.height)
        return ownSize.size(width: width, height: height, kind: nil)
            ?? ownSize.size(width: width, height: height, kind: StatedKind(kind ?? Engine.kind(of: picture)))
            ?? (width, height)
    }

    private static func scaled(_ width: Int, _ height: Int, longest: Int) -> (width: Int, height: Int) {
        let scale = Double(longest) / Double(max(width, height))
        return (
            max(1, Int((Double(width) * scale).rounded())), max(1, Int((Double(height) * scale).rounded()))
        )
    }

    /// The mask of a subject, as large as the source was decoded.
    static func mask(_ subject: UploadImage, for source: Bitmap) throws -> Bitmap {
        let whole = try decode(subject.bytes)
        do throws(ValidationError) {
            let mask = try whole.subjectMask()
            let isWhole = mask.width == source.width && mask.height == source.height
            return isWhole ? mask : mask.resized(width: source.width, height: source.height)
        } catch {
            throw BackendError.invalid([error])
        }
    }

    static func decode(_ bytes: [UInt8]) throws -> Bitmap {
        do throws(PictureError) {
            return try Picture.decode(bytes)
        } catch {
            throw BackendError(error)
        }
    }

    /// Width and height of a size; nil for `auto` and for none.
    private static func pixels(_ size: ImageSize?) throws -> (width: Int, height: Int)? {
        guard let size, let pixels = size.pixels else { return nil }
        guard max(pixels.width, pixels.height) <= Engine.largestSide else { throw BackendError.invalid([.size(size)]) }
        return pixels
    }
}
