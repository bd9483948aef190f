import RiffleAPI
import RiffleHistory
import RiffleUI

extension RequestRun {
    /// A request that is in the history and was not sent, made ready from what is kept of it.
    @concurrent static func resume(_ id: RequestID, history: HistoryStore) async throws -> RequestRun {
        guard let (record, _) = try await history.request(id) else { throw HistoryError.noSuchRequest(id) }
        var input: RequestInput?
        if let source = record.source {
            input = try await RequestInput(
                kept: source, mend: record.mend, below: record.below,
                hasAlpha: record.kind == .edit && record.imageSettings.wantsAlpha, history: history)
        }
        let asked: Asked
        switch (record.kind, input) {
        case (.variation, let input?):
            var mate: VariationMate?
            if let other = record.mate, let entry = try await history.entry(other) {
                let mend: Mend = entry.facts.isSquare ? .none : .cropCenter
                let parent = try await RequestInput(kept: other, mend: mend, history: history)
                mate = VariationMate(
                    image: UploadImage(bytes: parent.bytes, fileName: parent.name),
                    weight: record.weight ?? VariationMate.evenWeight)
            }
            var settings = record.settings
            settings.prompt = record.prompt
            var request = ImageVariationRequest(
                image: input.bytes, fileName: input.name, settings: settings, mate: mate)
            request.idempotencyKey = record.idempotencyKey
            asked = .variation(request)
        case (.edit, let input?):
            var mask: UploadImage?
            if let digest = record.mask {
                mask = UploadImage(bytes: try await history.bytes(digest: digest), fileName: "mask.png")
            }
            var request = ImageEditRequest(
                images: [UploadImage(bytes: input.bytes, fileName: input.name)],
                mask: mask, prompt: record.prompt ?? "", settings: record.imageSettings)
            request.idempotencyKey = record.idempotencyKey
            asked = .edit(request)
        default:
            var request = ImageGenerationRequest(prompt: record.prompt ?? "", settings: record.imageSettings)
            request.idempotencyKey = record.idempotencyKey
            asked = .generation(request)
        }
        return RequestRun(record: record, root: input?.root, request: asked, history: history)
    }
}

extension RequestRecord {
    /// As an edit or a generation was asked with, as far as it is known.
    fileprivate var imageSettings: ImageSettings {
        image ?? ImageSettings(backend: settings.backend, model: settings.model, n: settings.n, user: settings.user)
    }
}
