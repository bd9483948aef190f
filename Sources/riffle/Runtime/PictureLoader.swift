import RiffleAPI
import RiffleGraphics
import RiffleHistory
import RiffleImage
import RiffleUI

/// Decodes pictures and makes previews of them, off the screen's thread; keeps what was decoded last.
actor PictureLoader {
    /// Pixels that are kept, in bytes. A picture of 4000 × 4000 takes 64 MB.
    private static let room = 192 << 20

    private let history: HistoryStore
    private var decoded: [PictureID: Bitmap] = [:]
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
        let bitmap = try bitmap(placement.picture)
        return Preview(
            of: bitmap, columns: placement.rect.columns, rows: placement.rect.rows, scale: placement.viewport.scale,
            x: placement.viewport.x, y: placement.viewport.y, options: options)
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

    private func bitmap(_ id: PictureID) throws(Failure) -> Bitmap {
        if case .partial(let job, let picture, _) = id {
            guard let partial = partials[Slot(job: job, picture: picture)] else {
                throw Failure("the unfinished picture is gone", code: .software)
            }
            return partial.bitmap
        }
        if let known = decoded[id] {
            order.removeAll { $0 == id }
            order.append(id)
            return known
        }
        let bitmap = try decode(id)
        decoded[id] = bitmap
        order.append(id)
        var used = decoded.values.reduce(0) { $0 + $1.bytes.count }
        while used > PictureLoader.room, order.count > 1 {
            used -= decoded.removeValue(forKey: order.removeFirst())?.bytes.count ?? 0
        }
        return bitmap
    }

    private func decode(_ id: PictureID) throws(Failure) -> Bitmap {
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
            let whole = try decode(path)
            return SquareMend(mend).map { whole.squared($0) } ?? whole
        case .partial: throw Failure("an unfinished picture is no file", code: .software)
        }
    }

    private func decode(_ path: String) throws(Failure) -> Bitmap {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(path)
        } catch {
            throw Failure(reading: error)
        }
        do throws(PNGError) {
            return try PNG.decode(bytes)
        } catch {
            throw Failure(error, file: Path.name(path))
        }
    }
}
