import Foundation
import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleTerminal
import RiffleUI

/// The subjects and kinds that the user states.
extension Runtime {
    func loadHints(of source: Order.Source, _ picture: PictureID) {
        Task { [history, loader] in
            do {
                let hints = try await history.hints(of: source)
                let marks = hints.marks.flatMap {
                    try? JSONDecoder().decode([MaskSketch.Step].self, from: Data($0.utf8))
                }
                let judged = try await loader.kind(of: picture)
                take(.hintsLoaded(source, hints, marks: marks ?? [], judged: judged))
            } catch {
                take(.failed(Failure(any: error, backend: "the history").problem))
            }
        }
    }

    /// Only the newest marks are used; an earlier search is cancelled.
    func findSubject(of picture: PictureID, by marks: MaskSketch) {
        subjectSearch?.cancel()
        subjectSearch = Task { [loader] in
            do throws(Failure) {
                let found = try await loader.findSubject(of: picture, by: marks)
                guard !Task.isCancelled else { return }
                take(.subjectFound(picture, by: marks.steps, found))
            } catch {
                take(.failed(error.problem))
            }
        }
    }

    func keepHints(of source: Order.Source, _ picture: PictureID, kind: StatedKind?, _ change: SubjectChange) {
        Task { [history, loader] in
            do {
                let entry = try await RequestInput(source, mend: .none, history: history).source
                var share: Double?
                var subject = HistoryStore.SubjectHint.unchanged
                switch change {
                case .none: break
                case .forgotten: subject = .forgotten
                case .found(let sketch):
                    guard let mask = await loader.foundSubject(of: picture, by: sketch) else { return }
                    let marks = sketch.steps.isEmpty ? nil : try JSONEncoder().encode(sketch.steps)
                    let bytes = PNG.encode(try mask.subjectMask(), hasAlpha: true)
                    subject = .mask(
                        bytes, PictureFacts(of: bytes), marks: marks.map { String(decoding: $0, as: UTF8.self) })
                    share = mask.opaqueShare
                }
                try await history.setHints(kind: kind, subject: subject, of: entry)
                let name = app.desk.name(of: source)
                take(
                    .noticed(
                        Words.Subjects.kept(name, kind: kind, share: share, isForgotten: change == .forgotten)))
            } catch {
                take(.failed(Failure(any: error, backend: "the history").problem))
            }
        }
    }
}

extension HistoryStore {
    /// What the user stated about a picture.
    func hints(of source: Order.Source) async throws -> PictureHints {
        switch source {
        case .entry(let entry, _): return try hints(of: entry.id)
        case .file(let item): return try await hints(of: try Self.bytes(of: item))
        }
    }

    /// What the user stated about a picture, by its bytes; for one in a tree also about its ancestors.
    func hints(of bytes: [UInt8]) async throws -> PictureHints {
        let digest = try await FileMatcher.digest(of: bytes, in: self)
        return try entries(digest: digest).first.map { try hints(of: $0.id) } ?? hints(of: digest)
    }

    private static func bytes(of item: FileItem) throws -> [UInt8] {
        do throws(FileError) { return try Files.read(item.path) } catch { throw Failure(reading: error) }
    }
}
