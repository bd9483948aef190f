import Foundation
import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("Whole screens")
struct FrameTests {
    enum Screen: String, CaseIterable {
        case first, files, forming, tree, form, manners, blend, mend, mask, edit, words, zoom, compare, history, help,
            recipe,
            command,
            problem,
            bookmarks, queue, thumbnails, backends, backend

        func walk(_ size: Size) -> AppWalk {
            var walk = AppWalk(size: size, isNew: self == .first)
            walk.take(.graphicsChanged("sixel 256"))
            switch self {
            case .first, .files: break
            case .forming:
                walk.send()
                walk.take(.variationArrived(JobID(1), AppWalk.variation(11, of: 7, place: 0)))
                walk.take(.progressed(JobID(1), picture: 1, fraction: 0.5))
                walk.take(.partialArrived(JobID(1), picture: 1, revision: 1))
            case .tree:
                walk.send()
                for place in 0..<4 {
                    let entry = AppWalk.variation(11 + Int64(place), of: 7, place: place)
                    walk.take(.variationArrived(JobID(1), entry))
                }
                walk.take(.jobEnded(JobID(1), .finished, nil))
                walk.press("2", "f", "v", Key(.enter))
                walk.take(.jobStarted(JobID(2), AppWalk.request(8, of: EntryID(12), n: 2), root: AppWalk.root))
                walk.take(.jobEnded(JobID(2), .failed, Problem(title: "the server said no", remedy: "ask again")))
            case .form:
                walk.press("v")
                walk.type("5")
            case .manners:
                walk.openManners()
                walk.take(.mannersJudged(.file(AppWalk.cat), ["golden hour": "it has no sky"]))
                walk.press(Key(.down), " ")
            case .blend: walk.press("M", "j", "M")
            case .mend: walk.press("j", "v")
            case .mask: walk.press("e", " ", "p", "L", "x", "r")
            case .edit:
                walk.press("e", " ", Key(.enter))
                walk.type("no wires")
            case .words: walk.press("g", Key(.enter))
            case .zoom: walk.press(Key(.enter), "+", "+")
            case .history:
                walk.press("H")
                let summary = RequestSummary(
                    record: AppWalk.request(7, state: .finished), root: AppWalk.root, arrived: 4, favourites: 1)
                walk.take(.historyLoaded(HistorySearch(), after: nil, [summary], isComplete: true))
            case .help: walk.press("?")
            case .compare, .recipe:
                walk.send()
                walk.take(.variationArrived(JobID(1), AppWalk.variation(11, of: 7, place: 0)))
                walk.press("1")
                guard self == .recipe else {
                    walk.press("c")
                    break
                }
                walk.take(
                    .recipeLoaded(
                        .entry(AppWalk.variation(11, of: 7, place: 0), root: AppWalk.root),
                        Provenance(
                            entry: AppWalk.variation(11, of: 7, place: 0), request: AppWalk.request(7),
                            parent: AppWalk.root, root: AppWalk.root, engine: "1.0",
                            cost: Price(amount: 0.04, currency: "USD"), duration: 3), nil))
            case .command:
                walk.press(":")
                walk.type("next")
                walk.press(Key(.tab))
            case .bookmarks:
                walk.press("'")
                walk.take(.bookmarksLoaded(["/data/renders/2026", AppWalk.folder]))
            case .backends:
                walk.openBackends()
                walk.press("j")
            case .backend:
                walk.openBackends()
                walk.press("a", Key(.right), Key(.down))
                walk.type("old")
            case .queue: walk.press(" ", " ", " ", "V", "Q", "j")
            case .thumbnails:
                let owl = FileItem(name: "owl.png", path: AppWalk.folder + "/owl.png", kind: .picture, version: 5)
                walk.take(.listed(folder: AppWalk.folder, items: AppWalk.items + [owl], select: nil))
                walk.take(.factsRead([owl.path: .unreadable("damaged")]))
                walk.press("w", " ", "l")
            case .problem:
                walk.take(.failed(Problem(title: "no space on the disk", remedy: "free some", detail: "errno 28")))
                walk.press("!")
            }
            return walk
        }
    }

    static let sizes = [Size(columns: 24, rows: 6), Size(columns: 80, rows: 24), Size(columns: 200, rows: 50)]

    @Test("Screens look as they were approved", arguments: Screen.allCases, sizes)
    func goldens(screen: Screen, size: Size) throws {
        let frame = screen.walk(size).app.view()
        let name = "\(screen.rawValue)-\(size.columns)x\(size.rows).txt"
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
        let file = folder.appending(path: name)
        guard let approved = try? String(contentsOf: file, encoding: .utf8) else {
            try frame.text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("\(name) was missing: it is recorded now, look at it")
            return
        }
        #expect(frame.text == approved, "\(name) differs:\n\(frame.text)")
    }

    @Test("A terminal below 20×6 is told so")
    func tooSmall() {
        let frame = AppWalk(size: Size(columns: 19, rows: 5)).app.view()
        #expect(frame.text.hasPrefix("Riffle needs 20×6"))
    }

    @Test("No size makes a view draw outside its frame", arguments: Screen.allCases)
    func everySize(screen: Screen) {
        for columns in stride(from: 1, through: 300, by: 7) {
            for rows in [1, 5, 6, 9, 23, 24, 37, 100] {
                let frame = screen.walk(Size(columns: columns, rows: rows)).app.view()
                #expect(frame.cells.count == columns * rows)
                for placement in frame.placements {
                    #expect(placement.rect.endRow < max(rows, 1), "a picture on the last row")
                }
            }
        }
    }
}
