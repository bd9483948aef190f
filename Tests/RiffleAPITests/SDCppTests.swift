import FoundationEssentials
import HTTPTypes
import ScriptedServer
import Synchronization
import Testing

@testable import RiffleAPI

/// The answers are those of a stable-diffusion.cpp server, but for the pictures.
@Suite("stable-diffusion.cpp's jobs")
struct SDCppTests {
    private static func job(
        _ status: String, position: Int = 0, result: String = "null", error: String = "null"
    ) -> String {
        #"{"completed":null,"created":1796109761,"error":\#(error),"id":"job_6b0e75c1_00000000","kind":"img_gen","#
            + #""queue_position":\#(position),"result":\#(result),"started":1796109761,"status":"\#(status)"}"#
    }

    private static let begun =
        #"{"created":1796109761,"id":"job_6b0e75c1_00000000","kind":"img_gen","#
        + #""poll_url":"/sdcpp/v1/jobs/job_6b0e75c1_00000000","status":"queued"}"#

    private static let pictures = [samplePNG(filler: 1), samplePNG(filler: 2)]

    private static var finished: String {
        let images = pictures.enumerated().map { #"{"b64_json":"\#(base64($1))","index":\#($0)}"# }
        return job(
            "completed", result: #"{"images":[\#(images.joined(separator: ","))],"output_format":"png"}"#)
    }

    private func backend(
        _ transport: any Transport, clock: ManualClock = ManualClock()
    ) throws -> SDCppBackend {
        SDCppBackend(
            .init(
                name: "sd", address: try ServerAddress("http://127.0.0.1:1234/v1"),
                profile: ServerPreset.stableDiffusionCpp.profile), transport: transport, clock: clock)
    }

    /// Answers the first question after a job by the first of these, and so on; the last goes on.
    private func server(_ states: [String]) -> StubTransport {
        let rest = Mutex(states)
        return StubTransport { sent in
            switch sent.request.path {
            case "/sdcpp/v1/img_gen": return .text(Self.begun, status: 202)
            case "/sdcpp/v1/jobs/job_6b0e75c1_00000000":
                return .text(rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] })
            default: return .text(Self.job("cancelled"))
            }
        }
    }

    @Test("a variation is a job with strength, seed and the picture's shape; each picture tells its seed")
    func variation() async throws {
        let transport = server([Self.job("queued", position: 2), Self.job("generating"), Self.finished])
        let settings = ImagesSettings(n: 2, strength: 0.4, seed: 7, steps: 4, cfgScale: 5, sampler: "euler")
        let image = samplePNG(width: 640, height: 480)
        let request = ImagesRequest(
            .variation, images: [UploadImage(bytes: image, fileName: "a.png")], settings: settings)
        let (told, error) = await events(of: try backend(transport).events(of: request))
        #expect(error == nil)
        #expect(arrived(told).map(\.bytes) == Self.pictures && arrived(told).map(\.seed) == [7, 8])
        // News of the queue replaces older news that nobody has read yet.
        #expect(told.contains { if case .exchange(.queued) = $0 { true } else { false } })
        let said = try JSONDecoder().decode(
            JSONValue.self, from: Data(try #require(transport.sent.first { $0.request.method == .post }).body))
        #expect(said["strength"] == .number(0.4) && said["seed"] == .number(7) && said["batch_count"] == .number(2))
        #expect(said["width"] == .number(640) && said["height"] == .number(480))
        #expect(said["init_image"] == .string(base64(image)) && said["mask_image"] == nil)
        #expect(said["sample_params"]?["sample_steps"] == .number(4))
        #expect(said["sample_params"]?["guidance"]?["txt_cfg"] == .number(5))
    }

    @Test("without a seed each request has another one, and an edit sends its mask")
    func seeds() async throws {
        let picture = UploadImage(bytes: samplePNG(), fileName: "a.png")
        let bodies = try (0..<2).map { _ in
            let request = ImagesRequest(
                .edit, images: [picture], mask: UploadImage(bytes: [1, 2], fileName: "m"), prompt: "a hat",
                settings: ImagesSettings())
            return try JSONDecoder().decode(JSONValue.self, from: Data(SDCppWork(request).json))
        }
        #expect(bodies[0]["seed"] != bodies[1]["seed"])
        #expect(bodies[0]["mask_image"] == .string("AQI=") && bodies[0]["prompt"] == .string("a hat"))
    }

    @Test("what goes wrong is told in the server's words")
    func failures() async throws {
        let request = sampleRequest()
        let error = #"{"code":"generation_failed","message":"generate_image returned no results"}"#
        let failed = await events(of: try backend(server([Self.job("failed", error: error)])).events(of: request))
        #expect(
            failed.error
                == .workflow(
                    .failed(ServerMessage(text: "generate_image returned no results", code: "generation_failed"))))
        let taken = await events(of: try backend(server([Self.job("cancelled")])).events(of: request))
        #expect(taken.error == .workflow(.interrupted))
        let gone = StubTransport { sent in
            sent.request.method == .post
                ? .text(Self.begun, status: 202) : .text(#"{"error":"job not found"}"#, status: 404)
        }
        #expect(await events(of: try backend(gone).events(of: request)).error == .workflow(.forgotten))
        let refusing = StubTransport { _ in .text(#"{"error":"invalid generation parameters"}"#, status: 400) }
        #expect(
            await events(of: try backend(refusing).events(of: request)).error
                == .refused(
                    status: 400, ServerMessage(text: "invalid generation parameters"), requestID: "req_1"))
    }

    @Test("cancelling takes the job out of the server's queue")
    func cancelling() async throws {
        let (asked, ask) = AsyncStream<Void>.makeStream()
        let transport = StubTransport { sent in
            guard sent.request.method == .get else {
                return .text(sent.request.path == "/sdcpp/v1/img_gen" ? Self.begun : Self.job("cancelled"))
            }
            ask.yield()
            return .text(Self.job("queued", position: 1))
        }
        // Between two questions it waits until it is cancelled.
        let client = ImagesClient(backends: [try backend(transport, clock: ManualClock(endless: .seconds(1)))])
        var request = sampleRequest()
        request.settings.backend = "sd"
        let stream = try await client.start(request, as: JobID(1))
        async let outcome = events(of: stream)
        for await _ in asked { break }
        await client.cancel(JobID(1))
        #expect(await outcome.error == .cancelled)
        #expect(transport.sent.last?.request.path == "/sdcpp/v1/jobs/job_6b0e75c1_00000000/cancel")
    }

    @Test("a server without jobs is asked by the Images API, seed and strength within the prompt")
    func withoutJobs() async throws {
        let transport = StubTransport { sent in
            sent.request.path == "/v1/images/edits"
                ? .text(#"{"data":[{"b64_json":"\#(base64(samplePNG()))"}]}"#) : .text("", status: 404)
        }
        let request = sampleRequest(settings: sampleSettings(n: 1) { ($0.seed, $0.strength) = (7, 0.4) })
        let (told, error) = await events(of: try backend(transport).events(of: request))
        #expect(error == nil && arrived(told).count == 1)
        #expect(transport.sent.map(\.request.path) == ["/sdcpp/v1/img_gen", "/v1/images/edits"])
        let body = String(decoding: transport.sent[1].body, as: UTF8.self)
        #expect(body.contains(#"<sd_cpp_extra_args>{"seed":7,"strength":0.4}</sd_cpp_extra_args>"#))
    }

    @Test("a sampler that the server does not have, and would replace by its own, is refused")
    func sampler() async throws {
        let transport = StubTransport { sent in
            sent.request.path == "/sdcpp/v1/capabilities"
                ? .text(#"{"samplers":["euler","euler_a"],"schedulers":["karras"]}"#) : .text(Self.begun, status: 202)
        }
        let request = ImagesRequest(.generation, settings: ImagesSettings(sampler: "Euler a", scheduler: "karras"))
        let (_, error) = await events(of: try backend(transport).events(of: request))
        #expect(error == .workflow(.noChoice(.sampler, name: "Euler a", known: ["euler", "euler_a"])))
        #expect(transport.sent.count == 1)
    }
}
