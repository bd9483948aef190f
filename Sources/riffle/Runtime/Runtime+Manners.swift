import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleUI

extension Runtime {
    /// Finds the manners that do not suit a picture, for the form, with the user's statements about it. An unreadable picture
    /// gives no result.
    func judgeManners(for source: Order.Source) {
        Task { [history, engine = roster.engine] in
            guard let picture = try? await Runtime.picture(of: source, history: history) else { return }
            let hints = try? await history.hints(of: source)
            var subject: Bitmap?
            if let digest = hints?.subject { subject = try? await Runtime.kept(digest, history: history) }
            take(.mannersJudged(source, await engine.refusals(of: picture, kind: hints?.kind, subject: subject)))
        }
    }

    @concurrent private nonisolated static func picture(
        of source: Order.Source, history: HistoryStore
    ) async throws -> Bitmap {
        switch source {
        case .file(let item): try PictureFile.decode(item.path).bitmap
        case .entry(let entry, _): try await kept(entry.digest, history: history)
        }
    }

    @concurrent private nonisolated static func kept(_ digest: String, history: HistoryStore) async throws -> Bitmap {
        try Picture.decode(try await history.bytes(digest: digest))
    }
}
