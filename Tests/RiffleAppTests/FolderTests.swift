import Foundation
import RiffleUI
import Testing

@testable import riffle

@Suite("Folders and bookmarks on the disk")
struct FolderTests {
    /// A folder that goes with the test.
    private final class Scratch {
        let path = NSTemporaryDirectory() + "riffle-\(UUID().uuidString)"

        init(_ files: [String]) throws {
            for file in files {
                let url = URL(filePath: path + "/" + file)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data("x".utf8).write(to: url)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private func below(_ folder: String, withHidden: Bool = false, atMost: Int = 100) -> FolderTree.Piece? {
        var last: FolderTree.Piece?
        FolderTree.read(folder, withHidden: withHidden, atMost: atMost) { last = $0 }
        return last
    }

    @Test("All PNGs below a folder are found by the way to them, and rings of links have an end")
    func tree() throws {
        let scratch = try Scratch(["b/2.png", "b/10.png", "a.png", "b/deep/c.PNG", ".git/d.png", "b/notes.txt"])
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/b/ring", withDestinationPath: scratch.path)
        let found = below(scratch.path)
        #expect(found?.items.map(\.name) == ["..", "a.png", "b/2.png", "b/10.png", "b/deep/c.PNG"])
        #expect(found?.state == .finished)
        #expect(found?.folders == ["", "/b", "/b/deep"].map { scratch.path + $0 })
        #expect(below(scratch.path, withHidden: true)?.items.contains { $0.name == ".git/d.png" } == true)
        let few = below(scratch.path, atMost: 2)
        #expect(few?.items.count == 3 && few?.state == .tooMany)
        #expect(below(scratch.path, atMost: 4)?.state == .finished)
    }

    @Test("Folders come first and links are what they lead to; what is no PNG is left out")
    func listing() throws {
        let scratch = try Scratch(["b.PNG", "a10.png", "a9.png", "z/x.png", "notes.txt", "png", ".h.png", "Äß.png"])
        for (link, file) in [("link.png", "b.PNG"), ("way", "z"), ("text", "notes.txt"), ("gone.png", "nothing")] {
            try FileManager.default.createSymbolicLink(
                atPath: scratch.path + "/" + link, withDestinationPath: scratch.path + "/" + file)
        }
        let items = try Folder.items(in: scratch.path)
        let names = ["..", "way", "z", ".h.png", "a9.png", "a10.png", "b.PNG", "link.png", "Äß.png"]
        #expect(items.map(\.name).sorted() == names.sorted())
        #expect(items.filter { $0.kind == .folder }.map(\.name).sorted() == ["..", "way", "z"])
        #expect(items.filter { $0.kind == .picture }.map(\.name) == Array(names.dropFirst(3)))
        #expect(items.allSatisfy { $0.kind == .folder || $0.byteCount == 1 && $0.version != 0 })
        #expect(items.allSatisfy { $0.name == ".." || $0.path == scratch.path + "/" + $0.name })
    }

    @Test("Of very many files the names are there first, the rest follows in the same order")
    func glance() throws {
        let scratch = try Scratch((0..<2300).map { "picture-\($0).png" })
        try FileManager.default.createDirectory(atPath: scratch.path + "/sub", withIntermediateDirectories: false)
        var glance: [FileItem] = []
        let wanted = scratch.path + "/picture-2200.png"
        let items = try Folder.items(in: scratch.path, select: wanted) { glance = $0 }
        #expect(items.map(\.name) == ["..", "sub"] + (0..<2300).map { "picture-\($0).png" })
        #expect(glance.map(\.path) == items.map(\.path))
        #expect(items.dropFirst(2).allSatisfy { $0.byteCount == 1 })
        #expect(glance[2].byteCount == 1 && glance[2299].byteCount == 0)
        #expect(glance.first { $0.path == wanted }?.byteCount == 1, "what is looked at is known at once")
    }

    @Test("Bookmarks are kept, any path, and a damaged file is told and left as it is")
    func bookmarks() throws {
        let scratch = try Scratch(["x"])
        let places = Places(environment: ["XDG_STATE_HOME": scratch.path, "HOME": "/"])
        let bookmarks = Bookmarks(places: places)
        #expect(try bookmarks.load() == [])
        #expect(try bookmarks.toggle("/b\nline") == true)
        #expect(try Bookmarks(places: places).toggle("/a") == true)
        #expect(try bookmarks.load() == ["/a", "/b\nline"])
        #expect(try bookmarks.toggle("/a") == false)
        #expect(try bookmarks.load() == ["/b\nline"])
        let file = scratch.path + "/riffle/bookmarks.json"
        try Data("[1".utf8).write(to: URL(filePath: file))
        #expect(throws: Failure.self) { try bookmarks.toggle("/c") }
        #expect(try Data(contentsOf: URL(filePath: file)) == Data("[1".utf8))
    }
}
