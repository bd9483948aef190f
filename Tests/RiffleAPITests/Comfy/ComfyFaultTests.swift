import Synchronization
import Testing

@testable import RiffleAPI

@Suite("A ComfyUI server and its line at their worst")
struct ComfyFaultTests {
    /// Messages about the first graph, once it was sent, and then perhaps the end of the connection.
    private static func says(
        _ messages: @escaping @Sendable (_ id: String) -> [WebSocketMessage], thenFails: Bool = false
    ) -> @Sendable (FakeComfy) -> AsyncThrowingStream<WebSocketMessage, any Error> {
        { fake in
            AsyncThrowingStream { continuation in
                for message in messages(fake.state.withLock { $0.graphs.first?.id ?? "" }) {
                    continuation.yield(message)
                }
                if thenFails { continuation.finish(throwing: TransportError.connectionLost) }
            }
        }
    }

    private static func progress(_ id: String, _ value: Int) -> WebSocketMessage {
        .text(#"{"type":"progress","data":{"value":\#(value),"max":4,"prompt_id":"\#(id)","node":"7"}}"#)
    }

    @Test("a socket that closes in the middle loses nothing: the history is asked instead")
    func closedSocket() async throws {
        let fake = FakeComfy(socket: Self.says({ [Self.progress($0, 2)] }, thenFails: true)) {
            $0.fate = { _ in .finishesLate(questions: 3) }
        }
        let result = try await ComfyBackend.sample(fake).result(of: sampleWork())
        #expect(result.error == nil && result.pictures.count == 1)
    }

    @Test("a graph that the server said is done is waited for until its history is there")
    func lateHistory() async throws {
        let done: @Sendable (String) -> [WebSocketMessage] = {
            [.text(#"{"type":"executing","data":{"node":null,"prompt_id":"\#($0)"}}"#)]
        }
        let fake = FakeComfy(socket: Self.says(done)) { $0.fate = { _ in .finishesLate(questions: 4) } }
        #expect(try await ComfyBackend.sample(fake).result(of: sampleWork()).pictures.count == 1)
    }

    @Test("a server that was restarted has forgotten the graph, which is said")
    func restarted() async throws {
        let fake = FakeComfy { $0.fate = { _ in .isForgotten } }
        let result = try await ComfyBackend.sample(fake).result(of: sampleWork())
        #expect(result.error == .workflow(.forgotten))
    }

    @Test("a line that drops while a graph runs is waited for")
    func droppedLine() async throws {
        let fake = FakeComfy {
            $0.fault = { call, before in
                call.hasPrefix("GET /history") && (1..<20).contains(before)
                    ? (before % 2 == 0 ? .connectionLost : .unreachable(host: "x", .connectionRefused)) : nil
            }
            $0.fate = { _ in .finishesLate(questions: 20) }
        }
        #expect(try await ComfyBackend.sample(fake).result(of: sampleWork()).pictures.count == 1)
    }

    @Test("a line that drops as a graph is sent does not send it twice")
    func droppedAnswer() async throws {
        let fake = FakeComfy {
            $0.fault = { call, before in call == "POST /prompt" && before == 0 ? .connectionLost : nil }
        }
        let backend = try ComfyBackend.sample(fake)
        // It was not taken: it is sent again.
        #expect(await backend.result(of: sampleWork()).pictures.count == 1)
        #expect(fake.calls.filter { $0.hasPrefix("POST /prompt") }.count == 2)
        // The same request again is known by its name, and followed.
        #expect(await backend.result(of: sampleWork()).pictures.count == 1)
        #expect(fake.calls.filter { $0.hasPrefix("POST /prompt") }.count == 2)
    }

    @Test("after a restart of the program the graphs are found by the request's name, and their seeds")
    func resumed() async throws {
        let fake = FakeComfy()
        let backend = try ComfyBackend.sample(fake)
        let first = await backend.result(of: sampleWork(n: 3) { $0.seed = 40 })
        let stream: AsyncThrowingStream<BackendEvent, any Error> = EventChannel.stream { channel in
            #expect(try await backend.resume("riffle-unknown", count: 3, telling: channel) == nil)
            _ = try await backend.resume("riffle-1", count: 3, telling: channel)
        }
        let again = await events(of: stream)
        #expect(again.error == nil && arrived(again.events) == first.pictures)
        #expect(first.pictures.map(\.seed) == [40, 41, 42])
    }

    @Test("hostile names of files are asked for as they are, and nothing else")
    func hostileNames() async throws {
        let fake = FakeComfy { $0.fileNames = { _ in ["../../etc/pass wd&type=input\r\nX: y"] } }
        #expect(try await ComfyBackend.sample(fake).result(of: sampleWork()).pictures.count == 1)
        let view = try #require(fake.calls.last { $0.hasPrefix("GET /view") })
        #expect(
            view
                == "GET /view?filename=..%2F..%2Fetc%2Fpass%20wd%26type%3Dinput%0D%0AX%3A%20y&subfolder=riffle&type=output"
        )
    }

    @Test("what is not a picture is not kept")
    func notAPicture() async throws {
        let fake = FakeComfy { $0.picture = Array("<html>".utf8) }
        let result = try await ComfyBackend.sample(fake).result(of: sampleWork())
        #expect(result.error == .pictureUnavailable(picture: 0, .notAPicture(byteCount: 6)))
    }

    @Test("a request that takes longer than it may is stopped on the server too")
    func tooLong() async throws {
        let fake = FakeComfy { $0.fate = { _ in .runs } }
        let backend = try ComfyBackend.sample(fake) { $0.totalSeconds = 60 }
        #expect(await backend.result(of: sampleWork()).error == .timedOut(seconds: 60))
        #expect(fake.state.withLock { $0.cancelled } == [ComfyID.graph(0, of: "riffle-1")])
    }

    @Test("a picture that the server finds too large says what it takes")
    func tooLarge() async throws {
        let fake = FakeComfy { $0.uploadStatus = 413 }
        let result = try await ComfyBackend.sample(fake).result(of: sampleWork())
        #expect(result.error == .invalid([.image(.tooLarge(byteCount: 96, limit: 1_000))]))
    }

    @Test("a 200 with node errors is told beside the pictures")
    func partly() async throws {
        let fake = FakeComfy {
            $0.nodeErrors = """
                {"10": {"class_type": "SaveImage", "errors": [{"type": "required_input_missing",
                 "extra_info": {"input_name": "images"}}]}}
                """
        }
        let result = try await ComfyBackend.sample(fake).result(of: sampleWork())
        #expect(result.pictures.count == 1)
        #expect(result.notes == [.partlyRefused("node 10 SaveImage: images is missing")])
    }

    @Test("previews are of the graph that runs, of two programs on one server only ours, and bad ones are nothing")
    func previews() {
        var watch = ComfyWatch(ids: ["a", "b"], samplers: 2)
        #expect(watch.receive(.progress(prompt: "z", node: "7", value: 1, of: 4)) == nil)
        #expect(watch.receive(.preview(prompt: "z", [1])) == nil && watch.receive(.preview(prompt: nil, [1])) == nil)
        #expect(
            watch.receive(.progress(prompt: "b", node: "7", value: 4, of: 4)) == .progress(picture: 1, fraction: 0.5))
        #expect(
            watch.receive(.progress(prompt: "b", node: "9", value: 2, of: 4)) == .progress(picture: 1, fraction: 0.75))
        #expect(watch.receive(.preview(prompt: nil, [1])) == .preview(picture: 1, [1]))
        #expect(
            watch.receive(.executing(prompt: "z", node: "1")) == nil && watch.receive(.preview(prompt: nil, [1])) == nil
        )
        for bytes in [[], [0, 0, 0, 1], [0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF, 1], [0, 0, 0, 9, 0, 0, 0, 0, 1]]
            as [[UInt8]]
        {
            #expect(ComfyMessage(binary: bytes) == nil)
        }
        for text in ["", "{}", #"{"type":"progress","data":{"prompt_id":"a","value":1,"max":0,"node":"1"}}"#] {
            #expect(ComfyMessage(text: text) == nil)
        }
    }
}

@Suite("Cancelling on a ComfyUI server")
struct ComfyCancelTests {
    /// Cancels a request of three graphs, the first of which runs, as a person does: the job is, and its stream is read to
    /// its end.
    private func cancel(hasJobs: Bool) async throws -> FakeComfy {
        let (began, begin) = AsyncStream<Void>.makeStream()
        let fake = FakeComfy {
            $0.hasJobs = hasJobs
            $0.others = ["someone-else"]
            $0.fate = { $0 == 0 ? .runs : .waits }
        }
        fake.state.withLock { state in
            state.fault = { call, _ in
                // The queue is asked only when all three are there.
                if call == "GET /queue" { begin.yield() }
                return nil
            }
        }
        let client = ImagesClient(backends: [try ComfyBackend.sample(fake)])
        let settings = ImagesSettings(backend: "comfyui", n: 3)
        var request = sampleRequest(image: samplePNG(width: 640, height: 480), settings: settings)
        request.idempotencyKey = "riffle-1"
        let stream = try await client.start(request, as: JobID(1))
        let reading = Task { await events(of: stream) }
        for await _ in began { break }
        await client.cancel(JobID(1))
        #expect(await reading.value.error == .cancelled)
        return fake
    }

    @Test("all of this request is stopped, running or waiting, and nothing of anybody else", arguments: [true, false])
    func own(hasJobs: Bool) async throws {
        let fake = try await cancel(hasJobs: hasJobs)
        let ids = (0..<3).map { ComfyID.graph($0, of: "riffle-1") }
        #expect(fake.state.withLock { $0.cancelled } == Set(ids))
        let interrupts = fake.calls.filter { $0.hasPrefix("POST /interrupt") }
        #expect(interrupts == (hasJobs ? [] : [#"POST /interrupt {"prompt_id":"\#(ids[0])"}"#]))
    }

    @Test("a graph that is on its way when the request is cancelled is stopped too")
    func onItsWay() async throws {
        let fake = FakeComfy { $0.fate = { _ in .waits } }
        // The server takes the second, and the line is gone before it says so.
        fake.state.withLock { state in
            state.loses = { call, before in call == "POST /prompt" && before == 1 ? .cancelled : nil }
        }
        let result = try await ComfyBackend.sample(fake).result(of: sampleWork(n: 3))
        #expect(result.error == .cancelled)
        let ids = (0..<2).map { ComfyID.graph($0, of: "riffle-1") }
        #expect(fake.state.withLock { $0.cancelled } == Set(ids))
    }
}
