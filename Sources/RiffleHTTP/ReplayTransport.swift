import Glibc
public import HTTPTypes
public import RiffleAPI

extension AnswerSpool {
    /// Stores an answer's body in a file while it is read.
    ///
    /// - Parameters:
    ///   - base: the base URL of the server.
    ///   - key: the file's name.
    public func keeping(_ answer: TransportAnswer, from base: String, as key: String) -> TransportAnswer {
        TransportAnswer(
            head: answer.head,
            body: SpooledBody(body: answer.body, head: answer.head, base: base, key: key, spool: self))
    }
}

/// A body that is written to a file as it is read.
private struct SpooledBody: AsyncSequence, Sendable {
    let body: any AsyncSequence<[UInt8], any Error> & Sendable
    let head: HTTPResponse
    let base: String
    let key: String
    let spool: AnswerSpool

    struct AsyncIterator: AsyncIteratorProtocol {
        var chunks: any AsyncIteratorProtocol<[UInt8], any Error>
        let file: AnswerFile?

        mutating func next() async throws -> [UInt8]? {
            guard let chunk = try await chunks.next() else {
                // After cancellation the sequence may end early without an error.
                if !Task.isCancelled { file?.end() }
                return nil
            }
            file?.write(chunk)
            return chunk
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(chunks: body.makeAsyncIterator(), file: AnswerFile(head, sentTo: base, key: key, in: spool))
    }
}

/// A transport that returns a stored answer, so that it is processed like a new one. It sends only downloads of
/// pictures by URL.
public struct ReplayTransport: Transport {
    private let spool: AnswerSpool
    private let key: String
    private let transport: (any Transport)?

    /// - Parameter transport: downloads pictures that the answer refers to by URL; nil: they count as unavailable.
    public init(_ key: String, in spool: AnswerSpool, downloads transport: (any Transport)?) {
        self.key = key
        self.spool = spool
        self.transport = transport
    }

    /// Returns the stored answer for a POST request, without sending it; passes other requests on.
    ///
    /// - Throws: `connectionLost` if there is no stored answer, `notHTTP` if its head is invalid.
    public func send(
        _ request: HTTPRequest, body: [UInt8], sent: @escaping @Sendable (Int) -> Void
    ) async throws(TransportError) -> TransportAnswer {
        guard request.method == .post else {
            guard let transport else { throw Self.unfetched(request) }
            return try await transport.send(request, body: body, sent: sent)
        }
        sent(body.count)
        guard let path = spool.path(of: key) else { throw .connectionLost }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .connectionLost }
        let file = KeptAnswer(descriptor: descriptor, isWhole: path.hasSuffix(AnswerSpool.whole))
        guard let head = file.head() else { throw .notHTTP }
        return TransportAnswer(head: head, body: KeptBody(file: file))
    }
}

extension ReplayTransport {
    /// Downloads a picture with the transport given to `init`.
    ///
    /// - Throws: `unreachable` if there is none; its own errors.
    public func sendOutside(_ request: HTTPRequest) async throws(TransportError) -> TransportAnswer {
        guard let transport else { throw Self.unfetched(request) }
        return try await transport.sendOutside(request)
    }

    private static func unfetched(_ request: HTTPRequest) -> TransportError {
        .unreachable(host: request.authority ?? "", .noRoute)
    }
}

extension AnswerSpool {
    /// The base URL of the server that sent a stored answer; nil if an older Riffle stored it.
    public func base(of key: String) -> String? {
        guard let path = path(of: key) else { return nil }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        return KeptAnswer(descriptor: descriptor, isWhole: false).head()?.headerFields[Self.sentTo]
    }
}

/// A stored answer; can be read once, by one task.
private final class KeptAnswer: @unchecked Sendable {
    private let descriptor: Int32
    private let isWhole: Bool
    private var held: [UInt8] = []

    init(descriptor: Int32, isWhole: Bool) {
        self.descriptor = descriptor
        self.isWhole = isWhole
    }

    deinit { close(descriptor) }

    /// Reads up to the empty line; nil if there is none, or the head is invalid.
    func head() -> HTTPResponse? {
        let end = Array("\r\n\r\n".utf8)
        while held.count < 256 * 1024, let more = read() {
            held += more
            guard let place = held.indices.first(where: { held[$0...].starts(with: end) }) else { continue }
            let lines = String(decoding: held[..<place], as: UTF8.self).split(separator: "\r\n")
            held.removeFirst(place + end.count)
            guard let first = lines.first?.split(separator: " "), first.count == 2, let status = Int(first[1]),
                (200...299).contains(status)
            else { return nil }
            var response = HTTPResponse(status: .init(code: status))
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { continue }
                response.headerFields.append(HTTPField(name: name, value: String(parts[1].drop { $0 == " " })))
            }
            return response
        }
        return nil
    }

    func next() throws(TransportError) -> [UInt8]? {
        if !held.isEmpty {
            defer { held = [] }
            return held
        }
        if let chunk = read() { return chunk }
        guard isWhole else { throw .connectionLost }
        return nil
    }

    private func read() -> [UInt8]? {
        let size = 64 * 1024
        let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, Glibc.read(descriptor, buffer.baseAddress, size))
        }
        return chunk.isEmpty ? nil : chunk
    }
}

private struct KeptBody: AsyncSequence, Sendable {
    let file: KeptAnswer

    struct AsyncIterator: AsyncIteratorProtocol {
        let file: KeptAnswer

        mutating func next() async throws -> [UInt8]? { try file.next() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file: file) }
}
