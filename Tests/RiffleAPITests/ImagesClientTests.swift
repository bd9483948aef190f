import RiffleAPI
import Synchronization
import Testing

/// Tells one picture at once, then works until it is cancelled or let go on.
private final class HeldBackend: Backend {
    let profile: BackendProfile
    let requests = Mutex(0)
    let cancelled = AsyncStream<Void>.makeStream()
    private let gate = Mutex<[AsyncStream<Void>.Continuation]>([])

    init(name: String = "stub", uploadLimit: Int? = VariationRules.uploadLimit) {
        profile = BackendProfile(name: name, uploadLimit: uploadLimit, isLocal: true)
    }

    func createVariation(_ request: ImageVariationRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        requests.withLock { $0 += 1 }
        let (held, hold) = AsyncStream<Void>.makeStream()
        gate.withLock { $0.append(hold) }
        let (stream, continuation) = AsyncThrowingStream<BackendEvent, any Error>.makeStream()
        let work = Task {
            continuation.yield(.arrived(picture: 0, ArrivedImage(bytes: samplePNG())))
            for await _ in held {}
            if !Task.isCancelled { continuation.yield(.finished(AnswerFacts(created: 1))) }
            continuation.finish()
        }
        continuation.onTermination = { [cancelled] reason in
            work.cancel()
            if case .cancelled = reason { cancelled.continuation.yield() }
        }
        return stream
    }

    func letGo() { gate.withLock { $0.forEach { $0.finish() } } }
}

private struct FailingBackend: Backend {
    struct Odd: Error {}
    var error: any Error
    var profile: BackendProfile { BackendProfile(name: "stub", uploadLimit: nil, isLocal: true) }

    func createVariation(_ request: ImageVariationRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        AsyncThrowingStream { $0.finish(throwing: error) }
    }
}

@Suite(.timeLimit(.minutes(1))) struct ImagesClientTests {
    @Test("nothing is sent of a request that the API would refuse")
    func validation() async throws {
        let backend = HeldBackend(uploadLimit: 96)
        let client = ImagesClient(backends: [backend])
        let small = samplePNG(byteCount: 95)
        // A backend that says nothing of mates has none: the picture would be varied without it.
        var bred = sampleRequest(image: small)
        bred.mate = VariationMate(image: UploadImage(bytes: small, fileName: "b.png"))
        let cases: [(ImageVariationRequest, BackendError)] = [
            (sampleRequest(image: small, settings: sampleSettings(n: 11)), .invalid([.n(11, allowed: 1...10)])),
            (
                sampleRequest(image: samplePNG(width: 3, byteCount: 95)),
                .invalid([.image(.notSquare(width: 3, height: 64))])
            ),
            (sampleRequest(), .invalid([.image(.tooLarge(byteCount: 96, limit: 96))])),
            (bred, .invalid([.notTaken(.mate)])),
            (sampleRequest(settings: VariationSettings(backend: "other")), .unknownBackend(name: "other")),
        ]
        for (request, error) in cases {
            await #expect(throws: error) { try await client.createVariation(request, as: JobID(1)) }
        }
        #expect(backend.requests.withLock { $0 } == 0)
        #expect(await client.running.isEmpty)
    }

    @Test("a job is cancelled alone, and what it brought before stays")
    func cancelOne() async throws {
        let backend = HeldBackend()
        let client = ImagesClient(backends: [backend])
        let first = try await client.createVariation(sampleRequest(), as: JobID(1))
        let second = try await client.createVariation(sampleRequest(), as: JobID(2))
        await #expect(throws: BackendError.jobRuns(JobID(2))) {
            try await client.createVariation(sampleRequest(), as: JobID(2))
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
        var settings = VariationSettings()
        settings.backend = "stub"
        let request = ImageVariationRequest(image: samplePNG(), fileName: "a.png", settings: settings)
        await #expect(throws: BackendError.cancelled) { try await client.createVariation(request, as: JobID(1)) }
        #expect(backend.requests.withLock { $0 } == 0)
    }

    @Test("a job that has ended is not remembered as cancelled")
    func cancelledLate() async throws {
        let client = ImagesClient(backends: [FailingBackend(error: BackendError.connectionLost)])
        let first = try await client.createVariation(sampleRequest(), as: JobID(1))
        #expect(await events(of: first).error == .connectionLost)
        await client.cancel(JobID(1))
        let again = try await client.createVariation(sampleRequest(), as: JobID(1))
        #expect(await events(of: again).error == .connectionLost)
    }

    @Test("letting go of the stream stops the backend's work")
    func letGoOfStream() async throws {
        let backend = HeldBackend()
        let client = ImagesClient(backends: [backend])
        let stream = try await client.createVariation(sampleRequest(), as: JobID(1))
        let reader = Task { for try await _ in stream {} }
        reader.cancel()
        var cancelled = backend.cancelled.stream.makeAsyncIterator()
        #expect(await cancelled.next() != nil)
    }

    @Test("whatever a backend throws comes out as a BackendError")
    func errors() async throws {
        for (thrown, told) in [
            (BackendError.cannot(.unreadablePicture) as any Error, BackendError.cannot(.unreadablePicture)),
            (FailingBackend.Odd(), .cannot(.unexpected(errorType: "Odd"))),
        ] {
            let client = ImagesClient(backends: [FailingBackend(error: thrown)])
            let stream = try await client.createVariation(sampleRequest(), as: JobID(1))
            #expect(await events(of: stream).error == told)
        }
    }
}
