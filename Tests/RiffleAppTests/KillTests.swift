import Foundation
import Glibc
import RiffleAPI
import RiffleHistory
import RiffleImage
import ScriptedServer
import Synchronization
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("Killed at random moments")
    struct KillTests {
        /// The same moments in every run.
        private struct Generator: RandomNumberGenerator {
            var state: UInt64 = 0x5DEE_CE66

            mutating func next() -> UInt64 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state ^ state >> 29
            }
        }

        @Test("kill -9 at twenty moments of a ten-picture answer: every picture that had come is there afterwards")
        func moments() async throws {
            var generator = Generator()
            let pictures = (0..<10).map { _ in
                let pixels = (0..<96 * 96 * 4).map { $0 % 4 == 3 ? 255 : UInt8.random(in: 0...255, using: &generator) }
                return PNG.encode(Bitmap(width: 96, height: 96, bytes: pixels))
            }
            let moments = (0..<20).map { _ in Int.random(in: 50...900, using: &generator) }
            let counts = try await withThrowingTaskGroup(of: (expected: Int, kept: Int).self) { group in
                var counts: [(expected: Int, kept: Int)] = []
                for (place, moment) in moments.enumerated() {
                    // Few at a time, so that each has some of the machine.
                    if place >= 3, let count = try await group.next() { counts.append(count) }
                    group.addTask { try await killed(after: moment, pictures) }
                }
                for try await count in group { counts.append(count) }
                return counts
            }
            #expect(counts.count == 20 && counts.allSatisfy { $0.kept >= $0.expected }, "\(counts)")
            #expect(counts.contains { (1..<10).contains($0.kept) }, "some were killed in the middle: \(counts)")
        }

        /// Time that a program on a busy machine may take from a byte's arrival to its being on the disk.
        private static let slack = ContinuousClock.Duration.milliseconds(250)

        private func killed(after moment: Int, _ pictures: [[UInt8]]) async throws -> (expected: Int, kept: Int) {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let sent = Mutex<[ContinuousClock.Instant]>([])
            let (begun, begin) = AsyncStream<Void>.makeStream()
            let text = pictures.map { Data($0).base64EncodedString() }
            let start = "{\"created\": 7, \"data\": ["
            let length = start.utf8.count + text.reduce(0) { $0 + $1.utf8.count + 16 } + pictures.count - 1 + 2
            let server = try ScriptedServer { _ in
                var steps: [ScriptedServer.Step] = [
                    .note { begin.yield() }, .send(ScriptedServer.Step.head(200, length: length)),
                    .send(Array(start.utf8)),
                ]
                for (place, text) in text.enumerated() {
                    let whole = Array("\(place == 0 ? "" : ","){\"b64_json\":\"\(text)\"}".utf8)
                    for quarter in 0..<4 {
                        let range = whole.count * quarter / 4..<whole.count * (quarter + 1) / 4
                        steps += [.send(Array(whole[range])), .wait(milliseconds: 15)]
                    }
                    steps.append(.note { sent.withLock { $0.append(.now) } })
                }
                return steps + [.send(Array("]}".utf8)), .hold]
            }
            let process = Process()
            process.executableURL = URL(filePath: RiffleProcess.executable)
            process.arguments = [
                "images", "create-variation", "--image", "cat.png", "--n", "10", "--response-format", "b64_json",
                "--base-url", "http://127.0.0.1:\(server.port)",
            ]
            process.environment = riffle.environment
            process.currentDirectoryURL = URL(filePath: riffle.pictures)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            let (ended, end) = AsyncStream<Void>.makeStream()
            process.terminationHandler = { _ in end.finish() }
            try process.run()
            for await _ in begun { break }
            try await Task.sleep(for: .milliseconds(moment))
            let now = ContinuousClock.now
            kill(process.processIdentifier, SIGKILL)
            for await _ in ended {}
            let expected = sent.withLock { $0.filter { $0 < now - Self.slack }.count }
            // The list takes in what was received before it lists.
            let list = try await riffle.run(["history", "list"])
            #expect(list.code == 0, "\(list.errors)")
            let store = try HistoryStore(directory: riffle.data)
            let summary = try #require(try await store.requests(before: nil, limit: 1).first)
            #expect(list.output.contains("\(summary.arrived) of 10"))
            guard let entries = try await store.request(summary.id)?.entries else { return (expected, 0) }
            for entry in entries { #expect(try await store.bytes(digest: entry.digest) == pictures[entry.index]) }
            return (expected, entries.count)
        }
    }
}
