import RiffleAPI
import Synchronization
import Testing

/// Tells one picture at once, then works until it is cancelled or let go on.
private final class HeldBackend: Backend {
    let profile: BackendProfile
    let requests = Mutex(0)
    let cancelled = AsyncStream<Void>.makeStream()
    private let gate = Mutex<[AsyncStream<Void>.Continuation]>([])

    init(name: String = "stub", uploadLimit: Int? = RequestRules.uploadLimit) {
        profile = BackendProfile(name: name, uploadLimit: uploadLimit, isLocal: true, needsSquare: true)
    }

    func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        requests.withLock { $0 += 1 }
        let (held, hold) = AsyncStream<Void>.makeStream()
        gate.withLock { $0.append(hold) }
        events.post(.arrived(picture: 0, ArrivedImage(bytes: samplePNG())))
        await withTaskCancellationHandler {
            for await _ in held {}
        } onCancel: {
            cancelled.continuation.yield()
        }
        if Task.isCancelled { throw .cancelled }
        return AnswerFacts(created: 1)
    }

    func letGo() { gate.withLock { $0.forEach { $0.finish() } } }
}

private struct FailingBackend: Backend {
    var error: BackendError
    var profile: BackendProfile { BackendProfile(name: "stub", uploadLimit: nil, isLocal: true) }

    func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts { throw error }
}

@Suite(.timeLimit(.minutes(1))) struct ImagesClientTests {
    @Test("nothing is sent of a request that the API would refuse")
    func validation() async throws {
        let backend = HeldBackend(uploadLimit: 96)
        let client = ImagesClient(backends: [backend])
        let small = samplePNG(byteCount: 95)
        // A backend that says nothing of mates has none: the picture would be varied without it.
        var bred = sampleRequest(image: small)
        bred.mate = UploadImage(bytes: small, fileName: "b.png")
        let cases: [(ImagesRequest, BackendError)] = [
            (
                sampleRequest(image: small, settings: sampleSettings(n: 11)),
                .invalid([.number(.n, 11, allowed: 1...10)])
            ),
            (
                sampleRequest(image: samplePNG(width: 3, byteCount: 95)),
                .invalid([.image(.notSquare(width: 3, height: 64))])
            ),
            (sampleRequest(), .invalid([.image(.tooLarge(byteCount: 96, limit: 96))])),
            (bred, .invalid([.notTaken(.mate)])),
            (sampleRequest(settings: ImagesSettings(backend: "other")), .unknownBackend(name: "other")),
        ]
        for (request, error) in cases {
            await #expect(throws: error) { try await client.start(request, as: JobID(1)) }
        }
        #expect(backend.requests.withLock { $0 } == 0)
        #expect(await client.running.isEmpty)
    }

    @Test("a job is cancelled alone, and what it brought before stays")
    func cancelOne() async throws {
        let backend = HeldBackend()
        let client = ImagesClient(backends: [backend])
        let first = try await client.start(sampleRequest(), as: JobID(1))
        let second = try await client.start(sampleRequest(), as: JobID(2))
        await #expect(throws: BackendError.jobRuns(JobID(2))) {
            try await client.start(sampleRequest(), as: JobID(2))
        }
        #expect(await client.running == [JobID(1), JobID(2)])

        var events = first.makeAsyncIterator()
        #expect(try await events.next() == .arrived(picture: 0, ArrivedImage(bytes: samplePNG())))
        await client.cancel(JobID(1))
        await #expect(throws: BackendError.cancelled) { try await events.next() }
        #expect(await client.running == [JobID(2)])

        backend.letGo()
        let rest = await RiffleAPITests.events(of: second)
        #expect(rest.error == nil)
        #expect(rest.events.last == .finished(AnswerFacts(created: 1)))
        #expect(await client.running.isEmpty)
    }

    @Test("a job that is cancelled before it is started is never sent")
    func cancelledEarly() async {
        let backend = HeldBackend()
        let client = ImagesClient(backends: [backend])
        await client.cancel(JobID(1))
        await #expect(throws: BackendError.cancelled) { try await client.start(sampleRequest(), as: JobID(1)) }
        #expect(backend.requests.withLock { $0 } == 0)
    }

    @Test("a job that has ended is not remembered as cancelled")
    func cancelledLate() async throws {
        let client = ImagesClient(backends: [FailingBackend(error: BackendError.connectionLost)])
        let first = try await client.start(sampleRequest(), as: JobID(1))
        #expect(await events(of: first).error == .connectionLost)
        await client.cancel(JobID(1))
        let again = try await client.start(sampleRequest(), as: JobID(1))
        #expect(await events(of: again).error == .connectionLost)
    }

    @Test("letting go of the stream stops the backend's work")
    func letGoOfStream() async throws {
        let backend = HeldBackend()
        let client = ImagesClient(backends: [backend])
        let stream = try await client.start(sampleRequest(), as: JobID(1))
        let reader = Task { for try await _ in stream {} }
        reader.cancel()
        var cancelled = backend.cancelled.stream.makeAsyncIterator()
        #expect(await cancelled.next() != nil)
    }
}
