import Foundation
import Testing

/// The rooms and what each may import. README, "Inside Riffle", has the same table with reasons.
private let rooms: [String: Set<String>] = [
    "RiffleImage": ["CKernels", "CDeflate", "CJPEG", "CLCMS", "CWebP", "Glibc", "Musl", "Darwin"],
    "RiffleGraphics": ["RiffleImage", "CKernels"],
    "RiffleEngine": ["RiffleImage", "CKernels", "Glibc", "Musl", "Darwin"],
    "RiffleAPI": ["HTTPTypes", "Logging", "FoundationEssentials", "Synchronization"],
    "RiffleHTTP": [
        "RiffleAPI", "AsyncHTTPClient", "HTTPTypes", "NIOCore", "NIOExtras", "NIOHTTP1", "NIOHTTPCompression",
        "NIOPosix", "NIOSSL", "NIOWebSocket", "FoundationEssentials", "Glibc",
    ],
    "RiffleServer": [
        "RiffleAPI", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "HTTPTypes", "Logging", "NIOCore",
        "NIOHTTPTypes", "NIOPosix", "NIOSSL", "ServiceLifecycle", "FoundationEssentials", "Synchronization",
    ],
    "RiffleHistory": ["RiffleAPI", "GRDB", "Crypto", "Glibc", "FoundationEssentials", "Synchronization"],
    "RiffleUI": ["RiffleAPI"],
    "RiffleTerminal": [
        "CBundled", "CNcurses", "RiffleUI", "RiffleGraphics", "RiffleImage", "TOMLKit", "FoundationEssentials", "Glibc",
        "Synchronization",
    ],
    "riffle": [
        "CBundled", "CMemory", "RiffleAPI", "RiffleEngine", "RiffleGraphics", "RiffleHTTP", "RiffleHistory",
        "RiffleImage",
        "RiffleServer",
        "RiffleTerminal", "RiffleUI", "TOMLKit", "ArgumentParser", "Logging", "Foundation", "FoundationEssentials",
        "Glibc", "Dispatch", "Synchronization",
    ],
]

@Suite("The rooms of the house")
struct ImportTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Swift files below a folder, by their path from the package root.
    static func files(below folder: String) throws -> [(path: String, text: String)] {
        let base = root.appending(path: folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path)
        return try paths.filter { $0.hasSuffix(".swift") }.map {
            ("\(folder)/\($0)", try String(contentsOf: base.appending(path: $0), encoding: .utf8))
        }
    }

    @Test("No room imports what it may not know", arguments: rooms.keys.sorted())
    func imports(room: String) throws {
        let allowed = try #require(rooms[room])
        let files = try ImportTests.files(below: "Sources/\(room)")
        #expect(!files.isEmpty)
        for file in files {
            for line in file.text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 2, words.count > place + 1,
                    words[..<place].allSatisfy({
                        ["public", "package", "internal", "private", "@preconcurrency"].contains($0)
                    })
                else { continue }
                let module = String(words.last!.split(separator: ".")[0])
                #expect(allowed.contains(module), "\(file.path) imports \(module)")
            }
        }
    }

    @Test("Every room stands in the table")
    func complete() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: ImportTests.root.appending(path: "Sources").path)
        let swift = Set(folders.filter { $0.lowercased().hasPrefix("riffle") })
        #expect(swift == Set(rooms.keys))
    }

    @Test("The top level holds what it should and nothing else")
    func topLevel() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: ImportTests.root.path)
        let allowed = ["Package.swift", "Package.resolved", "Sources", "Tests", "themes", "README.md", "LICENSE"]
        let strangers = names.filter { !$0.hasPrefix(".") && !allowed.contains($0) }
        #expect(strangers.isEmpty)
    }
}
