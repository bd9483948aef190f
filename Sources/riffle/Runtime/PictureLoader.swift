import RiffleAPI
import RiffleGraphics
import RiffleHistory
import RiffleImage
import RiffleUI

/// Decodes pictures and makes previews of them, off the screen's thread; keeps what was decoded last.
actor PictureLoader {
    /// Pixels that are kept, in bytes. A picture of 4000 × 4000 takes 64 MB.
    private static let room = 192 << 20
    /// Pixels of one picture, in bytes, from which on they are kept on disk.
    private static let large = 96 << 20

    private let history: HistoryStore
    private var decoded: [PictureID: DecodedPicture] = [:]
    /// Least recently used first.
    private var order: [PictureID] = []
    /// The newest unfinished state of each running picture.
    private var partials: [Slot: (revision: Int, bitmap: Bitmap)] = [:]

    private struct Slot: Hashable {
        var job: JobID
        var picture: Int
    }

    init(history: HistoryStore) { self.history = history }

    func preview(of placement: Placement, options: PreviewOptions) throws(Failure) -> Preview {
        let rect = placement.rect
        let viewport = placement.viewport
        switch try picture(placement.picture) {
        case .bitmap(let bitmap):
            return Preview(
                of: bitmap, columns: rect.columns, rows: rect.rows, scale: viewport.scale, x: viewport.x,
                y: viewport.y, options: options)
        case .large(let picture):
            do throws(ScratchError) {
                return try Preview(
                    from: picture, columns: rect.columns, rows: rect.rows, scale: viewport.scale, x: viewport.x,
                    y: viewport.y, options: options)
            } catch {
                throw Failure(reading: FileError(path: Environment.scratchFolder, errno: error.errno))
            }
        }
    }

    /// How alike two pictures are, 0…1.
    func similarity(_ first: PictureID, _ second: PictureID) throws(Failure) -> Double {
        try whole(first).similarity(to: try whole(second))
    }

    func keep(_ image: PartialImage, job: JobID, picture: Int, revision: Int) {
        let slot = Slot(job: job, picture: picture)
        guard revision > partials[slot]?.revision ?? 0, image.width > 0, image.height > 0,
            image.rgba.count == image.width * image.height * 4
        else { return }
        partials[slot] = (revision, Bitmap(width: image.width, height: image.height, bytes: image.rgba))
    }

    func forget(_ job: JobID) {
        partials = partials.filter { $0.key.job != job }
    }

    private func picture(_ id: PictureID) throws(Failure) -> DecodedPicture {
        if case .partial(let job, let picture, _) = id {
            guard let partial = partials[Slot(job: job, picture: picture)] else {
                throw Failure("the unfinished picture is gone", code: .software)
            }
            return .bitmap(partial.bitmap)
        }
        if let known = decoded[id] {
            order.removeAll { $0 == id }
            order.append(id)
            return known
        }
        let picture = try decode(id)
        decoded[id] = picture
        order.append(id)
        var used = decoded.values.reduce(0) { $0 + $1.byteCount }
        while used > PictureLoader.room, order.count > 1 {
            used -= decoded.removeValue(forKey: order.removeFirst())?.byteCount ?? 0
        }
        return picture
    }

    private func decode(_ id: PictureID) throws(Failure) -> DecodedPicture {
        switch id {
        case .file(let path, _): return try decode(path)
        case .kept(let digest):
            let path: String
            do throws(HistoryError) {
                path = try history.path(digest: digest)
            } catch {
                throw Failure(error)
            }
            return try decode(path)
        case .mended(let path, _, let mend):
            let whole = try bitmap(path)
            return .bitmap(SquareMend(mend).map { whole.squared($0) } ?? whole)
        case .compared(let first, let second, let comparison):
            return .bitmap(try whole(first).compared(with: try whole(second), comparison))
        case .partial: throw Failure("an unfinished picture is no file", code: .software)
        }
    }

    /// All pixels of a picture in memory, however large it is.
    private func whole(_ id: PictureID) throws(Failure) -> Bitmap {
        if case .bitmap(let bitmap) = try picture(id) { return bitmap }
        switch id {
        case .file(let path, _): return try bitmap(path)
        case .kept(let digest):
            let path: String
            do throws(HistoryError) {
                path = try history.path(digest: digest)
            } catch {
                throw Failure(error)
            }
            return try bitmap(path)
        case .mended, .compared, .partial: throw Failure("the picture is too large to compare", code: .data)
        }
    }

    private func decode(_ path: String) throws(Failure) -> DecodedPicture {
        let file = try open(path)
        do {
            let reader = try PNGReader { file.read(into: $0) }
            guard reader.width * reader.height * 4 > PictureLoader.large else { return .bitmap(try reader.bitmap()) }
            return .large(try LargePicture(reader, in: Environment.scratchFolder))
        } catch let error as PNGError {
            throw Failure(error, in: file)
        } catch {
            // No room on disk: then in memory, as long as it is looked at.
            return .bitmap(try bitmap(path))
        }
    }

    private func bitmap(_ path: String) throws(Failure) -> Bitmap {
        let file = try open(path)
        do throws(PNGError) {
            return try PNGReader { file.read(into: $0) }.bitmap()
        } catch {
            throw Failure(error, in: file)
        }
    }

    private func open(_ path: String) throws(Failure) -> FileReader {
        do throws(FileError) {
            return try FileReader(path)
        } catch {
            throw Failure(reading: error)
        }
    }
}

/// Pixels that previews are made of.
private enum DecodedPicture {
    case bitmap(Bitmap)
    case large(LargePicture)

    /// Memory that it takes.
    var byteCount: Int {
        switch self {
        case .bitmap(let bitmap): bitmap.bytes.count
        case .large(let picture): picture.byteCount
        }
    }
}
