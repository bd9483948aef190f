import RiffleAPI
import RiffleHistory
import RiffleUI

extension RequestRun {
    /// Prepares a pending request from the history for sending.
    @concurrent static func resume(_ id: RequestID, history: HistoryStore) async throws -> RequestRun {
        guard let (record, _) = try await history.request(id) else { throw HistoryError.noSuchRequest(id) }
        var request = ImagesRequest(
            record.operation, prompt: record.prompt, settings: record.settings, idempotencyKey: record.idempotencyKey)
        var root: Entry?
        if let source = record.source {
            let input = try await RequestInput(
                kept: source, mend: record.mend, below: record.below,
                hasAlpha: record.operation == .edit && record.settings.wantsAlpha, history: history)
            if WorkflowName.isPictures(record.settings.workflow) { request.graph = input.recipe?.graph }
            request.images = [UploadImage(bytes: input.bytes, fileName: input.name)]
            root = input.root
        }
        if let digest = record.editMask { request.mask = mask(of: try await history.bytes(digest: digest)) }
        if let digest = record.subjectMask { request.subject = subject(of: try await history.bytes(digest: digest)) }
        if let other = record.mate, let entry = try await history.entry(other) {
            let mend: Mend = entry.facts.isSquare ? .none : .cropCenter
            let parent = try await RequestInput(kept: other, mend: mend, history: history)
            request.mate = UploadImage(bytes: parent.bytes, fileName: parent.name)
        }
        return RequestRun(record: record, root: root, request: request, history: history)
    }
}
