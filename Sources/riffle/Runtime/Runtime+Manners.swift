import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleUI

extension Runtime {
    /// Tells the form which manners do not suit a picture; of one that cannot be read it says nothing.
    func judgeManners(for source: Order.Source) {
        Task { [history, engine = roster.engine] in
            guard let picture = try? await Runtime.picture(of: source, history: history) else { return }
            take(.mannersJudged(source, await engine.refusals(of: picture)))
        }
    }

    @concurrent private nonisolated static func picture(
        of source: Order.Source, history: HistoryStore
    ) async throws -> Bitmap {
        switch source {
        case .file(let item): try PictureFile.decode(item.path).bitmap
        case .entry(let entry, _): try Picture.decode(try await history.bytes(digest: entry.digest))
        }
    }
}
