import Glibc
import RiffleAPI
import RiffleImage
import RiffleUI

/// The user's picture files: their facts, and their bytes as they will be sent.
enum PictureFile {
    /// What the header says, for the list. Only the first bytes are read; a JPEG's size may come after those, behind the
    /// camera's metadata.
    static func facts(of item: FileItem) -> FileFacts {
        let head: [UInt8]
        do throws(FileError) {
            head = try Files.read(item.path, upTo: 64)
        } catch {
            return .unreadable(Failure.reason(error.errno))
        }
        if head.isEmpty { return .unreadable("empty file") }
        do throws(PictureError) {
            let beginning = PNGHeader.isPNG(head) ? head : (try? Files.read(item.path, upTo: 1 << 20)) ?? head
            let facts = PictureFacts(try Picture.header(of: beginning), byteCount: item.byteCount)
            return .picture(facts, BackendProfile.reference.objections(to: facts, limit: RequestRules.uploadLimit))
        } catch {
            switch error {
            case .notAPicture: return .unreadable("no picture")
            case .unsupported(let name): return .unreadable("\(name), not supported")
            case .png, .truncated, .damaged, .tooManyPixels: return .unreadable("damaged")
            }
        }
    }

    /// Whether a PNG ends before its last chunk, which tells at the cost of one read that something is missing. Other
    /// programs may have put something after that chunk.
    static func isCutOff(_ item: FileItem) -> Bool {
        let file = open(item.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        func bytes(_ count: Int, from start: Int) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                filled = max(0, pread(file, buffer.baseAddress, count, off_t(start)))
            }
        }
        guard PNGHeader.isPNG(bytes(64, from: 0)) else { return false }
        for length in [12, 1 << 16] {
            let end = bytes(min(length, item.byteCount), from: max(0, item.byteCount - length))
            if end.indices.contains(where: { end[$0...].starts(with: lastChunk) }) { return false }
        }
        return true
    }

    /// The name of a PNG's last chunk.
    private static let lastChunk = Array("IEND".utf8)

    /// All pixels of a file of any format, with its facts.
    static func decode(_ path: String) throws(Failure) -> (bitmap: Bitmap, facts: PictureFacts) {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(path, upTo: byteLimit)
        } catch {
            throw Failure(reading: error)
        }
        do throws(PictureError) {
            return (try Picture.decode(bytes), PictureFacts(of: bytes))
        } catch {
            throw Failure(error, file: Path.name(path))
        }
    }

    /// Formats other than PNG are read completely before they are decoded.
    private static let byteLimit = 256 << 20

    /// The bytes to send: the file's own, or those of the picture after `mend`.
    ///
    /// A picture of another kind than PNG becomes one, and so does a PNG that has to be turned upright.
    static func mended(_ bytes: [UInt8], by mend: Mend) throws(PictureError) -> [UInt8] {
        if mend == .none, Picture.isUprightPNG(bytes) { return bytes }
        return PNG.encode(try Picture.decode(bytes).mended(by: mend))
    }

    /// A picture with fewer bytes than a server's limit: recompressed if that is enough, otherwise scaled down as little as
    /// possible.
    ///
    /// - Parameters:
    ///   - limit: the smallest size in bytes that is refused; nil: no limit.
    ///   - hasAlpha: adds an alpha channel, which some models require for edits; the pixels stay the same.
    static func fitted(_ bytes: [UInt8], below limit: Int?, hasAlpha: Bool = false) throws(PictureError) -> [UInt8] {
        let bytes = hasAlpha ? try withAlpha(bytes) : bytes
        guard let limit, bytes.count >= limit else { return bytes }
        let whole = try Picture.decode(bytes)
        let packed = PNG.encode(whole, effort: .small, hasAlpha: hasAlpha)
        if packed.count < limit { return packed }
        // The number of bytes is roughly proportional to the area: start with that guess, then bisect.
        var (factor, tooMuch) = (1.0, 1.0)
        var count = packed.count
        var fitting: (factor: Double, bytes: [UInt8])?
        for _ in 0..<24 {
            if let fitting, fitting.bytes.count * 10 > limit * 9 { break }
            if let fitting {
                factor = (fitting.factor + tooMuch) / 2
            } else {
                factor *= min(0.97, (Double(limit) / Double(count)).squareRoot() * 0.99)
            }
            let (width, height) = (Double(whole.width) * factor, Double(whole.height) * factor)
            let encoded = PNG.encode(
                whole.resized(width: max(1, Int(width)), height: max(1, Int(height))), effort: .small,
                hasAlpha: hasAlpha)
            count = encoded.count
            if count < limit { fitting = (factor, encoded) } else { tooMuch = factor }
            if let fitting, tooMuch - fitting.factor < 0.01 { break }
        }
        return fitting?.bytes ?? packed
    }

    /// A mask, given as transparency or as white, in a form that both kinds of servers accept, and of the picture's size.
    ///
    /// - Parameter picture: nil: the mask keeps its size.
    static func mask(_ mask: [UInt8], for picture: [UInt8]?) throws(PictureError) -> [UInt8] {
        var bitmap = try Picture.decode(mask)
        if let sent = try picture.map({ (bytes) throws(PictureError) in try Picture.header(of: bytes) }),
            (bitmap.width, bitmap.height) != (sent.width, sent.height)
        {
            bitmap = bitmap.resized(width: sent.width, height: sent.height, filter: .nearest)
        }
        return MaskForm(bitmap).png
    }

    /// The same mask for servers that ignore transparency: white where the picture may change. Nil if it is not an image.
    static func greyMask(_ mask: [UInt8]) -> [UInt8]? {
        (try? Picture.decode(mask)).map { MaskForm($0).greyPNG }
    }

    /// The pixels of a file as a server will receive them.
    static func asSent(_ path: String, mend: Mend, below limit: Int?) throws(Failure) -> Bitmap {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(path, upTo: byteLimit)
        } catch {
            throw Failure(reading: error)
        }
        do throws(PictureError) {
            return try Picture.decode(try fitted(try mended(bytes, by: mend), below: limit))
        } catch {
            throw Failure(error, file: Path.name(path))
        }
    }

    private static func withAlpha(_ bytes: [UInt8]) throws(PictureError) -> [UInt8] {
        if let header = try? PNGHeader(parsing: bytes), [.rgba, .grayAlpha].contains(header.colorType) { return bytes }
        return PNG.encode(try Picture.decode(bytes), hasAlpha: true)
    }
}

extension PictureFacts {
    init(_ header: PictureHeader, byteCount: Int) {
        self.init(width: header.width, height: header.height, byteCount: byteCount, kind: header.kind)
    }

    /// The facts of a picture in memory; for a damaged one, at most its format.
    init(of bytes: [UInt8]) { self.init(head: bytes, byteCount: bytes.count) }

    /// As above from the first bytes of a file with this many.
    init(head: [UInt8], byteCount: Int) {
        if let header = try? Picture.header(of: head) {
            self.init(header, byteCount: byteCount)
        } else {
            let kind = ImageFormat(magicOf: head)?.rawValue.uppercased() ?? "unknown"
            self.init(width: 0, height: 0, byteCount: byteCount, kind: kind)
        }
    }
}

extension Bitmap {
    func mended(by mend: Mend) -> Bitmap {
        if case .extend(let margins) = mend { return extended(by: margins.sides) }
        return SquareMend(mend).map(squared) ?? self
    }
}

extension Margins {
    var sides: (top: Int, right: Int, bottom: Int, left: Int) { (top, right, bottom, left) }
}

extension SquareMend {
    fileprivate init?(_ mend: Mend) {
        switch mend {
        case .none, .extend: return nil
        case .cropCenter: self = .cropCenter
        case .cropStart: self = .cropStart
        case .cropEnd: self = .cropEnd
        case .pad: self = .pad
        }
    }
}
