import RiffleAPI
import Synchronization
import Testing

@testable import RiffleHistory

@Suite struct SearchTests {
    let directory: TestDirectory
    let store: HistoryStore

    init() throws {
        directory = try TestDirectory()
        store = try directory.open()
    }

    private func found(_ text: String) async throws -> [Int64] {
        try await store.requests(HistorySearch(text), before: nil, limit: 10).map(\.id.value)
    }

    @Test("requests are found by beginnings of words of file, backend, model, prompt and notes, newest first")
    func words() async throws {
        let cat = try await store.begin(try await store.source(1, path: "/home/ada/Katze-07.png"))
        let dog = try await store.begin(
            try await store.source(2, path: "/home/ada/dog.png"),
            settings: ImagesSettings(backend: "studio", model: "gpt-image-1", manner: ["oil", "night"]))
        let words = try await store.begin(
            .generation, source: nil, prompt: "a red Zebra", settings: ImagesSettings(), mend: .none,
            engine: nil)
        let entry = try await store.keep(
            ArrivedImage(bytes: picture(3), manner: "ink wash"), facts: facts, request: cat.id, index: 0)
        try await store.mark([.entry(entry.id)], .note("blüht schön"))
        try await store.mark([.request(dog.id)], .note("try again"))

        #expect(try await found("kat") == [cat.id.value])
        #expect(try await found("katze 07 png") == [cat.id.value])
        #expect(try await found("png") == [dog.id.value, cat.id.value])
        #expect(try await found("gpt-im stud") == [dog.id.value])
        #expect(try await found("nig") == [dog.id.value])
        #expect(try await found("ink") == [cat.id.value])
        #expect(try await found("zeb red") == [words.id.value])
        #expect(try await found("BLUHT") == [cat.id.value])
        #expect(try await found("again dog") == [dog.id.value])
        #expect(try await found("ada").isEmpty)
        #expect(try await found("\"") == [words.id.value, dog.id.value, cat.id.value])
        #expect(try await store.requests(HistorySearch("zebra"), before: nil, limit: 1).first?.root == nil)

        _ = try await store.undo()
        #expect(try await found("again").isEmpty)
    }

    @Test("requests are found by the recipe that another program wrote into their source")
    func recipes() async throws {
        let render = try await store.source(
            bytes: picture(1), facts: facts, originPath: "/p/render.png", words: "ComfyUI a lighthouse dreamshaper_8")
        let first = try await store.begin(render)
        _ = try await store.begin(try await store.source(2, path: "/p/other.png"))
        let varied = try await store.keep(3, first)
        let second = try await store.begin(varied)
        #expect(try await found("lighth dreamsh") == [second.id.value, first.id.value])
        try await store.setPrompt(of: first.id, to: "a fox")
        #expect(try await found("fox lighthouse") == [first.id.value])
    }

    @Test("marks of pictures narrow the search, with words and without")
    func marks() async throws {
        let source = try await store.source()
        var requests: [RequestRecord] = []
        for _ in 0..<3 { requests.append(try await store.begin(source)) }
        let first = try await store.keep(1, requests[0])
        let second = try await store.keep(2, requests[1])
        try await store.mark([.entry(first.id)], .rating(3))
        try await store.mark([.entry(first.id), .entry(second.id)], .favourite(true))
        #expect(try await found("is:fav") == [2, 1])
        #expect(try await found("rating:3") == [1])
        #expect(try await found("rating:4").isEmpty)
        #expect(try await found("cat is:favourite rating:2") == [1])
        #expect(try await found("dog is:favourite").isEmpty)
        // What is in the trash is not found.
        try await store.mark([.request(requests[1].id)], .trashed(true))
        #expect(try await found("is:favourite") == [1])
        #expect(try await found("cat") == [3, 1])
    }

    @Test(
        "days, kinds, strengths and manners narrow the search, and of a request the pictures that are meant are shown")
    func filters() async throws {
        // Monday, 30 November 2026, noon in UTC; the days are those of the machine's own time.
        let noon = 1_796_040_000.0
        let clock = Clock(noon)
        let store = try HistoryStore(
            directory: directory.path, owner: .current, isAlive: { _ in true }, now: { clock.time })
        func found(_ text: String) async throws -> [Int64] {
            try await store.requests(HistorySearch(text), before: nil, limit: 10).map(\.id.value)
        }
        let source = try await store.source()
        for days in [40.0, 6, 1, 0] {
            clock.time = noon - days * 86_400
            _ = try await store.begin(source, settings: ImagesSettings(strength: days == 6 ? 0.8 : 0.5))
        }
        let edit = try await store.begin(.edit, source: source.id, settings: ImagesSettings(), mend: .none, engine: nil)
        #expect(try await found("today") == [edit.id.value, 4])
        #expect(try await found("yesterday") == [3])
        #expect(try await found("last week cat") == [3, 2])
        #expect(try await found("october") == [1])
        #expect(try await found("strength:bold") == [2])
        #expect(try await found("kind:edit") == [5])
        #expect(try await found("kind:variation last month") == [1])
        for (place, manner) in ["oil", "ink wash", "oil"].enumerated() {
            let image = ArrivedImage(bytes: picture(place + 1), manner: manner)
            _ = try await store.keep(image, facts: facts, request: edit.id, index: place)
        }
        let oil = try await store.requests(HistorySearch("manner:oil"), before: nil, limit: 9)
        #expect(oil.map { $0.pictures.map(\.index) } == [[0, 2]])
        #expect(
            try await store.requests(HistorySearch("ink cat"), before: nil, limit: 9)[0].pictures.map(\.index) == [1])
        #expect(try await store.requests(HistorySearch("cat"), before: nil, limit: 9)[0].pictures.count == 3)
        try await store.mark([.entry(oil[0].pictures[1].id)], .rejected(true))
        #expect(
            try await store.requests(HistorySearch("is:rejected"), before: nil, limit: 9)[0].pictures.map(\.index) == [
                2
            ])
        let below = try await store.begin(oil[0].pictures[1])
        #expect(try await store.requests(before: nil, limit: 1).first?.trail == [2])
        #expect(try await found("is:running").first == below.id.value)
    }

    @Test("a search pages backwards as the whole history does")
    func pages() async throws {
        let source = try await store.source()
        for _ in 0..<5 { _ = try await store.begin(source) }
        let page = try await store.requests(HistorySearch("cat"), before: RequestID(4), limit: 2)
        #expect(page.map(\.id.value) == [3, 2])
    }
}

/// A clock that a test sets.
private final class Clock: Sendable {
    private let seconds: Mutex<Double>

    init(_ seconds: Double) { self.seconds = Mutex(seconds) }

    var time: Double {
        get { seconds.withLock { $0 } }
        set { seconds.withLock { $0 = newValue } }
    }
}
