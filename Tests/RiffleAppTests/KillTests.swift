import Foundation
import Glibc
import RiffleAPI
import RiffleHistory
import RiffleImage
import ScriptedServer
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
            let answer = Answer(pictures)
            let moments = (0..<20).map { _ in Int.random(in: 64..<answer.bytes.count, using: &generator) }
            let counts = try await withThrowingTaskGroup(of: (expected: Int, kept: Int).self) { group in
                var counts: [(expected: Int, kept: Int)] = []
                for (place, moment) in moments.enumerated() {
                    // Few at a time, so that each has some of the machine.
                    if place >= 3, let count = try await group.next() { counts.append(count) }
                    group.addTask { try await killed(after: moment, of: answer) }
                }
                for try await count in group { counts.append(count) }
                return counts
            }
            #expect(counts.count == 20 && counts.allSatisfy { $0.kept >= $0.expected }, "\(counts)")
            #expect(counts.contains { (1..<10).contains($0.kept) }, "some were killed in the middle: \(counts)")
        }

        private struct Answer {
            let pictures: [[UInt8]]
            let bytes: [UInt8]
            /// Bytes of the answer after which each picture is whole.
            let ends: [Int]

            init(_ pictures: [[UInt8]]) {
                var (bytes, ends) = (Array("{\"created\": 7, \"data\": [".utf8), [Int]())
                for picture in pictures {
                    let comma = ends.isEmpty ? "" : ","
                    bytes += "\(comma){\"b64_json\":\"\(Data(picture).base64EncodedString())\"}".utf8
                    ends.append(bytes.count)
                }
                (self.pictures, self.bytes, self.ends) = (pictures, bytes + Array("]}".utf8), ends)
            }
        }

        /// Kills the program as soon as so many bytes of its answer are on the disk, while it deals with them.
        private func killed(after moment: Int, of answer: Answer) async throws -> (expected: Int, kept: Int) {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let server = try ScriptedServer { _ in
                [
                    .send(ScriptedServer.Step.head(200, length: answer.bytes.count)),
                    .send(Array(answer.bytes.prefix(moment))), .hold,
                ]
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
            while process.isRunning, try received(riffle) < moment { await Task.yield() }
            kill(process.processIdentifier, SIGKILL)
            for await _ in ended {}
            // The list takes in what was received before it lists.
            let list = try await riffle.run(["history", "list"])
            #expect(list.code == 0, "\(list.errors)")
            let store = try HistoryStore(directory: riffle.data)
            let summary = try #require(try await store.requests(before: nil, limit: 1).first)
            #expect(list.output.contains("\(summary.arrived) of 10"))
            let entries = try await store.request(summary.id)?.entries ?? []
            for entry in entries {
                #expect(try await store.bytes(digest: entry.digest) == answer.pictures[entry.index])
            }
            return (answer.ends.count { $0 <= moment }, entries.count)
        }

        /// Bytes of the answer that the program has on the disk; -1 before there is one.
        private func received(_ riffle: RiffleProcess) throws -> Int {
            let folder = riffle.data + "/answers"
            // An answer begins with the address that it came from.
            guard let name = try? FileManager.default.contentsOfDirectory(atPath: folder).first,
                let file = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")),
                let start = file.range(of: Data("{\"created\"".utf8))
            else { return -1 }
            return file.count - start.lowerBound
        }
    }
}
