import RiffleAPI

@testable import RiffleUI

/// A person's walk through the program: feeds keys and answers to an `App` and keeps the effects of each step.
struct AppWalk {
    var app: App
    private(set) var effects: [Effect] = []

    static let folder = "/home/ada/pictures"
    static let cat = FileItem(
        name: "cat.png", path: folder + "/cat.png", kind: .picture, byteCount: 1_800_000, version: 1)
    static let wide = FileItem(
        name: "wide.png", path: folder + "/wide.png", kind: .picture, byteCount: 300_000, version: 2)
    static let huge = FileItem(
        name: "huge.png", path: folder + "/huge.png", kind: .picture, byteCount: 6_200_000, version: 3)
    static let items = [
        FileItem(name: "..", path: "/home/ada", kind: .folder),
        FileItem(name: "renders", path: folder + "/renders", kind: .folder),
        cat, wide, huge,
    ]
    static let catFacts = PictureFacts(width: 1024, height: 1024, byteCount: 1_800_000, kind: "RGBA")
    static let facts: [String: FileFacts] = [
        cat.path: .picture(catFacts, []),
        wide.path: .picture(
            PictureFacts(width: 1024, height: 768, byteCount: 300_000, kind: "RGB"),
            [.notSquare(width: 1024, height: 768)]),
        huge.path: .picture(
            PictureFacts(width: 2048, height: 2048, byteCount: 6_200_000, kind: "RGB"),
            [.tooLarge(byteCount: 6_200_000, limit: 4_194_304)]),
    ]

    /// Each takes two requests at a time.
    static let profiles = [
        BackendProfile(
            name: "builtin", uploadLimit: nil, isLocal: true, operations: [.variation, .edit],
            fields: [
                .variation: [.n, .size, .responseFormat, .seed, .strength, .mate, .weight],
                .edit: [.n, .size, .responseFormat, .seed],
            ], needsSquare: true),
        BackendProfile(
            name: "studio", uploadLimit: 4_194_304, isLocal: false, operations: [.variation, .edit, .generation],
            fields: [
                .variation: [.n, .size, .responseFormat, .model, .user],
                .edit: [.n, .size, .model, .quality, .stream, .partialImages],
                .generation: [.n, .size, .model, .quality, .stream, .partialImages],
            ], sizes: [.generation: [.auto, .square(1024), .pixels(width: 1536, height: 1024)]]),
    ].map { profile in
        var profile = profile
        profile.concurrency = 2
        if profile.isLocal { (profile.earlierManner, profile.needsPrompt) = ("patches", []) }
        return profile
    }

    /// 2026-11-21 09:12:00 UTC.
    static let morning = 1_795_252_320.0

    static let root = Entry(
        id: EntryID(1), request: nil, index: 0, digest: "aa", facts: catFacts, originPath: cat.path, created: morning,
        isSeen: true)

    static func request(_ id: Int64, of source: EntryID = root.id, n: Int = 4, state: RequestState = .running)
        -> RequestRecord
    {
        RequestRecord(
            id: RequestID(id), source: source, settings: ImagesSettings(n: n, size: .square(512), strength: 0.5),
            mend: .none,
            created: morning + Double(id) * 60, state: state)
    }

    static func variation(_ id: Int64, of request: Int64, place: Int) -> Entry {
        Entry(
            id: EntryID(id), request: RequestID(request), index: place, digest: "d\(id)",
            facts: PictureFacts(width: 512, height: 512, byteCount: 400_000, kind: "RGB"), originPath: nil,
            created: morning + Double(id))
    }

    /// In the folder, on `cat.png`, everything read.
    ///
    /// - Parameter isNew: nothing was ever requested.
    init(
        size: Size = Size(columns: 80, rows: 24), themes: [String] = [], isPlain: Bool = false, isNew: Bool = false
    ) {
        var environment = Desk.Environment(
            home: "/home/ada", zone: 0, backends: ["builtin", "studio"], profiles: AppWalk.profiles, themes: themes,
            isPlain: isPlain)
        environment.looks.hasRequested = !isNew
        app = App(
            folder: AppWalk.folder, size: size, settings: ImagesSettings(),
            environment: environment)
        take(.listed(folder: AppWalk.folder, items: AppWalk.items, select: nil))
        take(.factsRead(AppWalk.facts))
        take(.lineageLoaded(path: AppWalk.cat.path, []))
    }

    /// Four variations of the cat; two of the second one, by request 8; the cursor is on the second.
    static func grown() -> AppWalk {
        var walk = AppWalk()
        let first = (0..<4).map { AppWalk.variation(11 + Int64($0), of: 7, place: $0) }
        let second = (0..<2).map { AppWalk.variation(21 + Int64($0), of: 8, place: $0) }
        let requests = [
            AppWalk.request(7, state: .finished), AppWalk.request(8, of: EntryID(12), n: 2, state: .finished),
        ]
        let lineage = Lineage(root: AppWalk.root, requests: requests, entries: first + second)
        walk.take(.lineageLoaded(path: AppWalk.cat.path, [lineage]))
        walk.press(Key(.tab), Key(.home), "j", "j", "j")
        return walk
    }

    mutating func take(_ action: Action) { effects = app.update(action) }

    mutating func press(_ keys: Key...) {
        for key in keys { take(.key(key)) }
    }

    mutating func type(_ text: String) {
        for character in text { take(.key(Key(.character(character)))) }
    }

    /// Goes to a field of the request form, unfolding the others where it is one of them.
    mutating func go(to field: FormField) {
        if app.form?.fields.folded.contains(field) == true {
            go(to: .more)
            press(Key(.right))
        }
        for _ in 0..<30 where app.formFocus != field { press(Key(.down)) }
    }

    /// Sends from the form as it opens, and the request is in the history.
    mutating func send(request: Int64 = 7, root: Entry = AppWalk.root) {
        press("v", Key(.enter))
        take(.jobStarted(JobID(app.desk.jobs.nextID - 1), AppWalk.request(request), root: root))
    }
}

/// What tests look at most often.
extension App {
    var browser: Browser { desk.browser }
    var tree: Tree { desk.tree }
    var results: Results { desk.results }
    var focus: Pane { desk.focus }
    var subject: Desk.Subject { desk.subject }
    var slots: [ResultSlot] { desk.slots }
    var jobs: [Job] { desk.jobs.running }
    var settings: ImagesSettings { desk.recent.settings }
    var notice: Notices.Notice? { desk.notices.current }
    var lastProblem: Problem? { desk.notices.lastProblem }
    var environment: Desk.Environment { desk.environment }
}
