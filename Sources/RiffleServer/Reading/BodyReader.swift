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
        let type = request.headers[.contentType]
        let isJSON = takesJSON && type?.lowercased().hasPrefix("application/json") == true
        let (limit, patience) = (limit, patience)
        return try await withThrowingTaskGroup(of: RequestFields.self) { group in
            group.addTask {
                // Made before anything can be refused: what feeds a body that nobody has begun to read cannot be
                // stopped, and the refusal would wait for it.
                var chunks = Chunks(iterator: body.makeAsyncIterator(), limit: limit, share: share)
                if let length { try chunks.expect(length) }
                return isJSON ? try await json(&chunks) : try await form(&chunks, type: type)
            }
            group.addTask {
                try await Task.sleep(for: .seconds(patience))
                throw ServerError.bodyTooSlow(seconds: patience)
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }

    private func form(_ chunks: inout Chunks, type: String?) async throws -> RequestFields {
        do {
            var reader = try MultipartReader(contentType: type)
            while let chunk = try await chunks.next() { try reader.feed(chunk.readableBytesView) }
            return try RequestFields(parts: try reader.finish())
        } catch let error as MultipartError {
            throw ServerError.form(error)
        }
    }

    private func json(_ chunks: inout Chunks) async throws -> RequestFields {
        var bytes: [UInt8] = []
        while let chunk = try await chunks.next() { bytes += chunk.readableBytesView }
        return try RequestFields(json: bytes)
    }

    /// A body's pieces, counted.
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

        /// Takes the room for all of a body whose length is known before it comes.
        mutating func expect(_ length: Int) throws {
            guard length <= limit else { throw ServerError.bodyTooLarge(limit: limit) }
            try share.grow(by: length)
            isExpected = true
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
