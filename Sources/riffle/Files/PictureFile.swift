import RiffleAPI
import RiffleImage
import RiffleUI

/// A picture file of the person's: its facts, and its bytes as they will be sent.
enum PictureFile {
    /// What the header tells, for the list; reads the first bytes only.
    static func facts(of item: FileItem) -> FileFacts {
        let head: [UInt8]
        do throws(FileError) {
            head = try Files.read(item.path, upTo: 64)
        } catch {
            return .unreadable(Failure.reason(error.errno))
        }
        if head.isEmpty { return .unreadable("empty file") }
        do throws(PNGError) {
            let facts = PictureFacts(try PNGHeader(parsing: head), byteCount: item.byteCount)
            return .picture(facts, VariationRules.objections(to: facts))
        } catch {
            return .unreadable(PNGHeader.isPNG(head) ? "damaged" : "not PNG")
        }
    }

    /// The bytes to send: the file's own, or those of the mended picture.
    static func mended(_ bytes: [UInt8], by mend: Mend) throws(PNGError) -> [UInt8] {
        guard let square = SquareMend(mend) else { return bytes }
        return PNG.encode(try PNG.decode(bytes).squared(square))
    }
}

extension PictureFacts {
    init(_ header: PNGHeader, byteCount: Int) {
        self.init(width: header.width, height: header.height, byteCount: byteCount, kind: header.kind)
    }

    /// The facts of a whole picture in memory. Formats other than PNG are known by name only.
    init(of bytes: [UInt8]) {
        if let header = try? PNGHeader(parsing: bytes) {
            self.init(header, byteCount: bytes.count)
        } else {
            let kind = ImageFormat(magicOf: bytes)?.rawValue.uppercased() ?? "unknown"
            self.init(width: 0, height: 0, byteCount: bytes.count, kind: kind)
        }
    }
}

extension SquareMend {
    init?(_ mend: Mend) {
        switch mend {
        case .none: return nil
        case .cropCenter: self = .cropCenter
        case .cropStart: self = .cropStart
        case .cropEnd: self = .cropEnd
        case .pad: self = .pad
        }
    }
}
