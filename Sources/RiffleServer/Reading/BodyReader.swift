import HTTPTypes
import Hummingbird
import RiffleAPI

/// Reads and parses a request's body, with limits on size and time.
struct BodyReader: Sendable {
    /// In bytes.
    var limit: Int
    /// Timeout in seconds.
    var patience: Int

    /// - Parameter share: grows by the bytes held.
    /// - Throws: `ServerError`, `ValidationError`, `CancellationError`.
    func read(
        _ request: Request, body: RequestBody, share: MemoryBudget.Share, operation: ImageOperation, backend: String
    ) async throws -> ImagesRequest {
        let length = request.headers[.contentLength].flatMap(Int.init)
        let type = request.headers[.contentType]
        let isJSON = operation != .variation && type?.lowercased().hasPrefix("application/json") == true
        let (limit, patience) = (limit, patience)
        return try await withThrowingTaskGroup(of: ImagesRequest.self) { group in
            group.addTask {
                // Created before any check: the producer of a body cannot be stopped until reading has begun, and an
                // early refusal would wait for it.
                var chunks = Chunks(iterator: body.makeAsyncIterator(), limit: limit, share: share)
                if let length { try chunks.expect(length) }
                guard !isJSON else {
                    return try ImagesRequest(operation, backend: backend, json: try await chunks.all())
                }
                return try ImagesRequest(operation, backend: backend, parts: try await form(&chunks, type: type))
            }
            group.addTask {
                try await Task.sleep(for: .seconds(patience))
                throw ServerError.bodyTooSlow(seconds: patience)
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }

    private func form(_ chunks: inout Chunks, type: String?) async throws -> [MultipartPart] {
        do {
            var reader = try MultipartReader(contentType: type)
            while let chunk = try await chunks.next() { try reader.feed(chunk.readableBytesView) }
            return try reader.finish()
        } catch let error as MultipartError {
            throw ServerError.form(error)
        }
    }

    /// The pieces of a body, with a running total.
    private struct Chunks {
        var iterator: RequestBody.AsyncIterator
        /// In bytes.
        let limit: Int
        let share: MemoryBudget.Share
        private var isExpected = false
        private var received = 0

        init(iterator: RequestBody.AsyncIterator, limit: Int, share: MemoryBudget.Share) {
            self.iterator = iterator
            self.limit = limit
            self.share = share
        }

        /// Reserves memory for a body of known length.
        mutating func expect(_ length: Int) throws {
            guard length <= limit else { throw ServerError.bodyTooLarge(limit: limit) }
            try share.grow(by: length)
            isExpected = true
        }

        mutating func all() async throws -> [UInt8] {
            var bytes: [UInt8] = []
            while let chunk = try await next() { bytes += chunk.readableBytesView }
            return bytes
        }

        mutating func next() async throws -> ByteBuffer? {
            guard let chunk = try await iterator.next() else { return nil }
            received += chunk.readableBytes
            guard received <= limit else { throw ServerError.bodyTooLarge(limit: limit) }
            if !isExpected { try share.grow(by: chunk.readableBytes) }
            return chunk
        }
    }
}
