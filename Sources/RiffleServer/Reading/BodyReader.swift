import HTTPTypes
import Hummingbird
import RiffleAPI

/// Reads a request's body within limits of size and time.
struct BodyReader: Sendable {
    /// In bytes.
    var limit: Int
    /// Seconds that a body may take to come.
    var patience: Int

    /// - Parameter share: grows with what is held.
    /// - Throws: `ServerError`, `ValidationError`, `CancellationError`.
    func fields(
        _ request: Request, body: RequestBody, share: MemoryBudget.Share, takesJSON: Bool
    ) async throws -> RequestFields {
        let length = request.headers[.contentLength].flatMap(Int.init)
        if let length, length > limit { throw ServerError.bodyTooLarge(limit: limit) }
        if let length { try share.grow(by: length) }
        let type = request.headers[.contentType]
        let isJSON = takesJSON && type?.lowercased().hasPrefix("application/json") == true
        let patience = patience
        return try await withThrowingTaskGroup(of: RequestFields.self) { group in
            group.addTask {
                isJSON
                    ? try await json(body, share: share, isCounted: length != nil)
                    : try await form(body, type: type, share: share, isCounted: length != nil)
            }
            group.addTask {
                try await Task.sleep(for: .seconds(patience))
                throw ServerError.bodyTooSlow(seconds: patience)
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }

    private func form(
        _ body: RequestBody, type: String?, share: MemoryBudget.Share, isCounted: Bool
    ) async throws -> RequestFields {
        do {
            var reader = try MultipartReader(contentType: type)
            try await read(body, share: share, isCounted: isCounted) { chunk throws(MultipartError) in
                try reader.feed(chunk.readableBytesView)
            }
            return try RequestFields(parts: try reader.finish())
        } catch let error as MultipartError {
            throw ServerError.form(error)
        }
    }

    private func json(_ body: RequestBody, share: MemoryBudget.Share, isCounted: Bool) async throws -> RequestFields {
        var bytes: [UInt8] = []
        try await read(body, share: share, isCounted: isCounted) { bytes += $0.readableBytesView }
        return try RequestFields(json: bytes)
    }

    private func read(
        _ body: RequestBody, share: MemoryBudget.Share, isCounted: Bool, _ take: (ByteBuffer) throws -> Void
    ) async throws {
        var received = 0
        for try await chunk in body {
            received += chunk.readableBytes
            guard received <= limit else { throw ServerError.bodyTooLarge(limit: limit) }
            if !isCounted { try share.grow(by: chunk.readableBytes) }
            try take(chunk)
        }
    }
}
