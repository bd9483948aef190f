import RiffleAPI
import RiffleEngine
import RiffleHistory
import RiffleImage
import Synchronization
import Testing

@testable import riffle

@Suite("The engine as a backend")
struct EngineBackendTests {
    /// A picture with enough in it to vary: a gradient with discs.
    private static let source: [UInt8] = {
        var bitmap = Bitmap(width: 96, height: 96)
        for y in 0..<96 {
            for x in 0..<96 {
                let isDisc = (x % 32 - 16) * (x % 32 - 16) + (y % 48 - 20) * (y % 48 - 20) < 90
                bitmap[x, y] = Pixel(red: UInt8(x * 2), green: UInt8(y * 2), blue: isDisc ? 220 : 40)
            }
        }
        return PNG.encode(bitmap)
    }()

    private func request(_ settings: ImagesSettings) -> ImagesRequest {
        ImagesRequest(
            .variation, images: [UploadImage(bytes: Self.source, fileName: "discs.png")], settings: settings)
    }

    @Test("It tells progress and unfinished pictures, then every picture, then the end")
    func events() async throws {
        let backend = EngineBackend(threads: EngineThreads())
        var arrived: [Int: ArrivedImage] = [:]
        var partials: Set<Int> = []
        var isFinished = false
        for try await event in backend.events(
            of: request(
                ImagesSettings(n: 3, size: .square(256), seed: 5, manner: ["reframed"]))
        ) {
            #expect(!isFinished)
            switch event {
            case .progress(let picture, let fraction): #expect((0...1).contains(fraction) && (0..<3).contains(picture))
            case .partial(let picture, _): partials.insert(picture)
            case .arrived(let picture, let image): arrived[picture] = image
            case .finished: isFinished = true
            case .exchange, .partialFile: Issue.record("the engine has neither")
            }
        }
        #expect(isFinished)
        #expect(partials == [0, 1, 2])
        #expect(Set(arrived.values.map(\.bytes)).count == 3)
        // A picture's own seed makes it again, alone.
        let second = try #require(arrived[1])
        let again = ImagesSettings(n: 1, size: .square(256), seed: second.seed, manner: ["reframed"])
        for try await case .arrived(_, let image) in backend.events(of: request(again)) {
            #expect(image.bytes == second.bytes)
        }
    }

    @Test("Cancelled through the client, it ends as cancelled and other jobs go on")
    func cancelling() async throws {
        let client = ImagesClient(backends: [EngineBackend(threads: EngineThreads())])
        let long = try await client.start(request(ImagesSettings(n: 10, size: .square(1024))), as: JobID(1))
        let short = try await client.start(request(ImagesSettings(n: 1, size: .square(256))), as: JobID(2))
        let error = await #expect(throws: BackendError.self) {
            for try await event in long {
                if case .progress = event { await client.cancel(JobID(1)) }
            }
        }
        #expect(error == .cancelled)
        var arrived = 0
        for try await case .arrived in short { arrived += 1 }
        #expect(arrived == 1)
    }

    private func events(_ stream: AsyncThrowingStream<BackendEvent, any Error>) async throws -> (
        arrived: [Int: ArrivedImage], facts: AnswerFacts?
    ) {
        var (arrived, facts): ([Int: ArrivedImage], AnswerFacts?) = ([:], nil)
        for try await event in stream {
            if case .arrived(let picture, let image) = event { arrived[picture] = image }
            if case .finished(let end) = event { facts = end }
        }
        return (arrived, facts)
    }

    @Test("A small source is varied at its own scale, and answer and file say so")
    func enlarged() async throws {
        let backend = EngineBackend(threads: EngineThreads())
        let answer = try await events(backend.events(of: request(ImagesSettings(n: 1, size: .square(256), seed: 9))))
        #expect(answer.facts?.notes == [.enlarged(from: 96)])
        let text = String(decoding: try #require(answer.arrived[0]).bytes, as: UTF8.self)
        let manner = try #require(answer.arrived[0]?.manner)
        #expect(text.contains("seed=9 manner=\"\(manner)\" strength=0.5 size=256x256 enlarged-from=96"))
    }

    @Test("A picture of one colour comes out as it was, and the answer says so")
    func unvaried() async throws {
        let backend = EngineBackend(threads: EngineThreads())
        var asked = request(ImagesSettings(n: 1, size: .square(256), seed: 9))
        asked.images[0].bytes = PNG.encode(Bitmap(width: 40, height: 40, fill: Pixel(red: 200, green: 30, blue: 9)))
        #expect(try await events(backend.events(of: asked)).facts?.notes == [.unvaried])
    }

    @Test("Of two parents the larger one's side counts, and the file names the mate and its weight")
    func bred() async throws {
        let backend = EngineBackend(threads: EngineThreads())
        var asked = request(ImagesSettings(n: 1, size: .square(256), seed: 9))
        let alone = try await events(backend.events(of: asked))
        var other = try PNG.decode(Self.source)
        for y in 0..<96 { for x in 0..<96 { other[x, y].red = 255 - other[x, y].red } }
        let bytes = PNG.encode(other)
        asked.mate = UploadImage(bytes: bytes, fileName: "b.png")
        asked.settings.weight = 0.25
        let answer = try await events(backend.events(of: asked))
        let made = try #require(answer.arrived[0]).bytes
        #expect(made != alone.arrived[0]?.bytes && answer.facts?.notes == [.enlarged(from: 96)])
        let digest = HistoryStore.digest(of: bytes)
        #expect(
            String(decoding: made, as: UTF8.self).contains(
                "strength=0.5 size=256x256 enlarged-from=96 mate=\(digest) weight=0.25"))
    }

    @Test("An edit fills what the mask leaves clear, differently each time, and says that it read no prompt")
    func edits() async throws {
        let backend = EngineBackend(threads: EngineThreads())
        #expect(backend.profile.operations == [.variation, .edit])
        var mask = Bitmap(width: 96, height: 96, fill: Pixel(red: 0, green: 0, blue: 0))
        for y in 30..<60 { for x in 20..<70 { mask[x, y].alpha = 0 } }
        var request = ImagesRequest(
            .edit, images: [UploadImage(bytes: Self.source, fileName: "discs.png")],
            mask: UploadImage(bytes: PNG.encode(mask), fileName: "mask.png"), prompt: "a red door",
            settings: ImagesSettings(n: 2, responseFormat: .base64JSON, seed: 4))
        let answer = try await events(backend.events(of: request))
        #expect(answer.facts?.notes == [.promptNotRead])
        #expect(answer.arrived.count == 2 && answer.arrived[0]?.bytes != answer.arrived[1]?.bytes)
        let source = try PNG.decode(Self.source)
        for image in answer.arrived.values {
            let made = try PNG.decode(image.bytes)
            #expect(made[5, 5] == source[5, 5] && made[90, 90] == source[90, 90])
        }
        #expect(backend.profile.needsPrompt.isEmpty)
        request.prompt = nil
        #expect(try await events(backend.events(of: request)).facts?.notes == [])
        // Without a mask the hole is what the picture has clear; this one has nothing.
        request.mask = nil
        await #expect(throws: BackendError.invalid([.mask(.opaque)])) { try await events(backend.events(of: request)) }
        request.settings.size = .square(9000)
        await #expect(throws: BackendError.invalid([.size(.square(9000))])) {
            try await events(backend.events(of: request))
        }
    }

    @Test("A small request does not wait for large ones that were there before")
    func fairness() async throws {
        let backend = EngineBackend(threads: EngineThreads())
        let ended = Ended()
        let large = request(ImagesSettings(n: 10, size: .square(1024)))
        let others = (0..<3).map { _ in
            Task {
                for try await event in backend.events(of: large) {
                    if case .finished = event { ended.count() }
                }
            }
        }
        let small = try await events(backend.events(of: request(ImagesSettings(n: 1, size: .square(256)))))
        #expect(small.arrived.count == 1 && ended.number == 0)
        for other in others { other.cancel() }
    }

    /// How many requests have ended.
    private final class Ended: Sendable {
        private let mark = Mutex(0)

        var number: Int { mark.withLock { $0 } }

        func count() { mark.withLock { $0 += 1 } }
    }

    @Test("A picture of twice the size and more is averaged down while it is read")
    func largeSource() throws {
        var large = Bitmap(width: 600, height: 600)
        for y in 0..<600 {
            for x in 0..<600 { large[x, y] = Pixel(red: UInt8(x / 3), green: UInt8(y / 3), blue: 40) }
        }
        let (source, size) = try EngineBackend.decode(PNG.encode(large), size: .square(256))
        #expect(source.picture.width == 512 && source.picture.height == 512 && source.longest == 600)
        #expect(size == (256, 256))
        #expect(try EngineBackend.decode(PNG.encode(large), size: .square(512)).0.picture == large)
    }

    @Test("A picture keeps its size and shape unless a size is asked for", arguments: [nil, ImageSize.auto])
    func shape(size: ImageSize?) throws {
        func made(_ width: Int, _ height: Int, _ kind: PictureKind) throws -> (width: Int, height: Int) {
            try EngineBackend.decode(PNG.encode(Bitmap(width: width, height: height)), size: size, kind: kind).size
        }
        #expect(try made(960, 640, .scene) == (960, 640))
        #expect(try made(90, 30, .scene) == (512, 171), "too small for strokes")
        #expect(try made(90, 30, .pixelArt) == (90, 30))
        #expect(try made(3000, 1500, .scene) == (1024, 512))
        #expect(try made(3000, 1500, .document) == (2048, 1024))
        let wide = PNG.encode(Bitmap(width: 90, height: 30))
        #expect(try EngineBackend.decode(wide, size: .square(64)).size == (64, 64))
    }

    @Test("Manners are made as asked for, in turn, and one that does not exist is refused by name")
    func manners() async throws {
        let backend = EngineBackend(threads: EngineThreads())
        let asked = request(ImagesSettings(n: 3, size: .square(96), seed: 9, manner: ["reframed", "arranged"]))
        let made = try await events(backend.events(of: asked)).arrived
        #expect((0..<3).map { made[$0]?.manner } == ["reframed", "arranged", "reframed"])
        let unknown = request(ImagesSettings(n: 1, size: .square(96), manner: ["linoleum"]))
        await #expect(throws: BackendError.invalid([.unreadable(.manner, text: "linoleum")])) {
            try await events(backend.events(of: unknown))
        }
    }

    @Test("Pictures from a prompt alone it does not make")
    func generations() async throws {
        let backend = EngineBackend(threads: EngineThreads())
        let request = ImagesRequest(.generation, prompt: "a red door")
        await #expect(throws: BackendError.unsupported(.generation)) {
            try await events(backend.events(of: request))
        }
    }

    @Test("A picture that cannot be decoded is said to be so")
    func damaged() async throws {
        let backend = EngineBackend(threads: EngineThreads())
        var broken = request(ImagesSettings(n: 1, size: .square(256)))
        broken.images[0].bytes.removeLast(200)
        let error = await #expect(throws: BackendError.self) {
            for try await _ in backend.events(of: broken) {}
        }
        #expect(error == .cannot(.unreadablePicture))
    }
}
