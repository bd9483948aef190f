import Foundation
import RiffleAPI
import Synchronization
import Testing

@testable import RiffleServer

@Suite struct PictureFolderTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "riffle-folder-\(UUID().uuidString)").path
    private let picture = samplePNG(width: 8, height: 8)

    private func withFolder(_ body: (PictureFolder, Clock) async throws -> Void) async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let clock = Clock()
        try await body(PictureFolder(path: path, lifetime: 3600) { clock.now }, clock)
    }

    /// A clock moved by hand.
    private final class Clock: Sendable {
        private let time = Mutex(Date())
        var now: Date { time.withLock { $0 } }
        func move(by seconds: Double) { time.withLock { $0 += seconds } }
    }

    @Test("a picture lives for its time, under a name that nobody can guess, and its file goes after that")
    func lifetime() async throws {
        try await withFolder { folder, clock in
            let name = try await folder.keep(picture, as: .png)
            #expect(name.count == 32 + 4 && name.hasSuffix(".png"))
            #expect(try await folder.picture(named: name)?.bytes == picture)
            try Data().write(to: URL(filePath: path + "/notes.png"))
            clock.move(by: 3590)
            try await folder.removeOld()
            #expect(try await folder.picture(named: name)?.format == .png)
            clock.move(by: 20)
            #expect(try await folder.picture(named: name) == nil)
            try await folder.removeOld()
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["notes.png"])
        }
    }

    @Test("another server with the same folder answers the names that this one gave away")
    func shared() async throws {
        try await withFolder { folder, _ in
            let name = try await folder.keep(picture, as: .png)
            #expect(try await PictureFolder(path: path, lifetime: 3600).picture(named: name)?.bytes == picture)
        }
    }

    @Test("a name leads nowhere but to such a picture", arguments: ["../secret.png", "notes.png", "", "..", "a/b.png"])
    func names(name: String) { #expect(!PictureFolder.isName(name)) }
}
