import Foundation
import RiffleAPI
import Synchronization
import Testing

@testable import RiffleServer

@Suite struct ExpiringPicturesTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "riffle-folder-\(UUID().uuidString)").path
    private let picture = samplePNG(width: 8, height: 8)

    private func withFolder(_ body: (ExpiringPictures, Clock) async throws -> Void) async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let clock = Clock()
        try await body(ExpiringPictures(path: path, lifetime: 3600) { clock.now }, clock)
    }

    /// A manual clock.
    private final class Clock: Sendable {
        private let time = Mutex(Date())
        var now: Date { time.withLock { $0 } }
        func move(by seconds: Double) { time.withLock { $0 += seconds } }
    }

    @Test("a picture has an unguessable name, and is deleted when it expires")
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

    @Test("a server with the same folder serves pictures of another one")
    func shared() async throws {
        try await withFolder { folder, _ in
            let name = try await folder.keep(picture, as: .png)
            #expect(try await ExpiringPictures(path: path, lifetime: 3600).picture(named: name)?.bytes == picture)
        }
    }

    @Test("a name cannot lead to other files", arguments: ["../secret.png", "notes.png", "", "..", "a/b.png"])
    func names(name: String) { #expect(!ExpiringPictures.isName(name)) }
}
