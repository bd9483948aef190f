import FoundationEssentials
import GRDB
import RiffleAPI
import RiffleHistory
import RiffleUI

// The latency of key presses with a history of a million pictures and a tree of ten thousand nodes.
//
//     swift run -c release HistoryBenchmark [PICTURES] [FOLDER]
//
// Creates the history in FOLDER, by default a new temporary folder, and prints milliseconds.

let arguments = CommandLine.arguments
let pictures = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
let folder =
    arguments.count > 2
    ? arguments[2] : FileManager.default.temporaryDirectory.path + "/riffle-\(UInt32.random(in: 0 ... .max))"

/// - Parameter isOnce: for work that cannot be repeated.
@MainActor func timed<Value>(
    _ what: String, isOnce: Bool = false, _ work: () async throws -> Value
) async rethrows -> Value {
    var best = Duration.seconds(1000)
    var value: Value
    repeat {
        let start = ContinuousClock.now
        value = try await work()
        let took = ContinuousClock.now - start
        best = min(best, took)
        if isOnce || took > .milliseconds(200) { break }
        runs += 1
    } while runs % 5 != 0
    let microseconds = best.components.seconds * 1_000_000 + best.components.attoseconds / 1_000_000_000_000
    let text = "\(microseconds / 1000).\(String(microseconds % 1000 + 1000).dropFirst()) ms"
    print(String(repeating: " ", count: max(0, 14 - text.count)) + text + "  " + what)
    return value
}
var runs = 0

/// Inserts the pictures by SQL: a thousand files with requests of four pictures each.
func fill(_ path: String, pictures: Int) throws {
    let requests = pictures / 4
    let engine = ImagesSettings(n: 4, size: .square(512), strength: 0.5).fieldText
    let studio = ImagesSettings(model: "gpt-image-1", n: 4, size: .square(512)).fieldText
    try DatabaseQueue(path: path).write { db in
        func numbers(_ count: Int) -> String {
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))"
        }
        try db.execute(
            sql: """
                INSERT INTO picture (id, digest, width, height, byteCount, kind)
                \(numbers(pictures + 1000)) SELECT i, printf('%064x', i), 512, 512, 400000, 'RGB' FROM n;
                INSERT INTO entry (id, request, position, picture, originPath, created, seen)
                \(numbers(1000)) SELECT i, NULL, 0, i, printf('/home/ada/pictures/photo_%04d.png', i), 1760000000, 1 FROM n;
                INSERT INTO request (id, source, root, backend, settings, mend, created, state, ownerProcess, ownerBoot,
                    ownerStart)
                \(numbers(requests)) SELECT i, 1 + i % 1000, 1 + i % 1000, iif(i % 7, 'builtin', 'studio'),
                    iif(i % 7, '\(engine)', '\(studio)'), 'none', 1760000000 + i * 60, 'finished', 1, 'b', 1 FROM n;
                INSERT INTO entry (id, request, position, picture, created, seen, favourite, rating)
                \(numbers(requests * 4)) SELECT 1000 + i, 1 + (i - 1) / 4, (i - 1) % 4, 1000 + i, 1760000000 + i * 15, 1,
                    i % 97 = 0, iif(i % 31, 0, 1 + i % 5) FROM n;
                """)
    }
}

/// Adds a tree of `nodes` nodes under one file: each request has four pictures, and the first of them has another
/// request.
func grow(_ history: HistoryStore, _ path: String, nodes: Int, from last: Int) async throws {
    let bytes = Array("tree".utf8)
    let source = try await history.source(
        bytes: bytes, facts: PictureFacts(width: 8, height: 8, byteCount: 4, kind: "RGB"),
        originPath: "/home/ada/tree.png")
    let requests = nodes / 5
    let settings = ImagesSettings(n: 4, size: .square(512), strength: 0.5).fieldText
    try await DatabaseQueue(path: path).write { db in
        var next: Int64 = 10_000_000
        var sources = [source.id.value]
        for number in 0..<requests {
            let id = Int64(5_000_000 + number)
            try db.execute(
                sql: """
                    INSERT INTO request (id, source, root, backend, settings, mend, created, state, ownerProcess,
                        ownerBoot, ownerStart)
                    VALUES (?, ?, ?, 'builtin', ?, 'none', 1790000000, 'finished', 1, 'b', 1)
                    """, arguments: [id, sources[number / 2], source.id.value, settings])
            for place in 0..<4 as Range<Int64> {
                next += 1
                sources.append(next)
                try db.execute(
                    sql:
                        "INSERT INTO entry (id, request, position, picture, created, seen) VALUES (?, ?, ?, 1, 1790000000, 1)",
                    arguments: [next, id, place])
            }
        }
    }
}

let path = folder + "/history.db"
let isNew = !FileManager.default.fileExists(atPath: path)
var history = try HistoryStore(directory: folder)
if isNew {
    _ = try await timed("to make \(pictures) pictures") { try fill(path, pictures: pictures) }
    try await grow(history, path, nodes: 10_000, from: pictures)
}
history = try await timed("open") { try HistoryStore(directory: folder) }
_ = try await timed("first page of the history") { try await history.requests(before: nil, limit: 200) }
_ = try await timed("a page in the middle") {
    try await history.requests(before: RequestID(Int64(pictures / 8)), limit: 200)
}
let searches = [
    "p", "ph", "phot", "photo_0", "photo 0123", "photo_0123.png", "b", "builtin", "builtin 2025", "studio gpt photo",
    "2026", "zebra", "photo zebra", "gpt builtin", "is:favourite", "rating:5", "photo_01 is:favourite rating:4",
]
for text in searches {
    let search = HistorySearch(text)
    let found = try await timed("search: \(text)") { try await history.requests(search, before: nil, limit: 200) }
    print("                found \(found.count)")
}
let lineages = try await timed("load a tree of 10,000 nodes") { try await history.lineage(path: "/home/ada/tree.png") }
var app = App(
    folder: "/home/ada", size: Size(columns: 200, rows: 50), settings: ImagesSettings(),
    environment: Desk.Environment(home: "/home/ada", zone: 0, backends: ["builtin"]))
let file = FileItem(name: "tree.png", path: "/home/ada/tree.png", kind: .picture)
_ = app.update(.listed(folder: "/home/ada", items: [file], select: nil))
_ = await timed("show it") { app.update(.lineageLoaded(path: "/home/ada/tree.png", lineages)) }
_ = app.update(.key(Key(.tab)))
@MainActor func key(_ what: String, _ key: Key) async {
    _ = await timed("key and frame: \(what)") { () -> Frame in
        _ = app.update(.key(key))
        return app.view()
    }
}
await key("down", Key(.down))
await key("end", Key(.end))
await key("up", Key(.up))
await key("next sibling", Key(.character("K")))
await key("parent", Key(.character("p")))
await key("favourite", Key(.character("f")))
await key("rate", Key(.character("4"), alt: true))
await key("next favourite", Key(.character("]")))
await key("next new", Key(.character("N")))
await key("fold all", Key(.character("-")))
await key("unfold all", Key(.character("+")))
await key("filter", Key(.character("F")))
let all = lineages.flatMap { $0.entries.map { Node.entry($0.id) } }
try await timed("rate \(all.count) pictures", isOnce: true) {
    try await history.mark(all, .rating(Int.random(in: 1...5)))
}
_ = try await timed("undo that", isOnce: true) { try await history.undo() }
let source = lineages.compactMap { $0.root.map { Node.entry($0.id) } }
try await timed("a tree of 10,000 nodes to the trash", isOnce: true) { try await history.mark(source, .trashed(true)) }
_ = try await timed("undo that", isOnce: true) { try await history.undo() }
_ = try await timed("redo it", isOnce: true) { try await history.redo() }
_ = try await timed("undo it again", isOnce: true) { try await history.undo() }
if let first = lineages.first?.entries.first {
    try await timed("rate one picture", isOnce: true) {
        try await history.mark([.entry(first.id)], .rating(Int.random(in: 1...5)))
    }
    _ = try await timed("undo that", isOnce: true) { try await history.undo() }
}
