import Foundation
import Glibc
import RiffleAPI
import RiffleHistory
import ScriptedServer
import Synchronization
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("A queue that outlives the program")
    struct QueueTests {
        private let riffle: RiffleProcess
        private let answer: ScriptedServer.Step

        init() throws {
            riffle = try RiffleProcess()
            for name in ["a.png", "b.png", "c.png"] { try riffle.add("cat.png", as: name) }
            let picture = try Data(contentsOf: URL(filePath: riffle.pictures + "/a.png"))
            answer = .answer(200, "{\"data\": [{\"b64_json\": \"\(picture.base64EncodedString())\"}]}")
        }

        private func configure(_ port: Int, _ more: String) throws {
            let folder = riffle.folder + "/config/riffle"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let toml =
                "backend = \"s\"\n[backends.s]\nbase_url = \"http://127.0.0.1:\(port)\"\nconcurrency = 1\n\(more)\n"
            try Data(toml.utf8).write(to: URL(filePath: folder + "/config.toml"))
        }

        /// A server that says nothing to the first request, and answers the others. It lists no models.
        private func server() throws -> ScriptedServer {
            let count = Atomic(0)
            return try ScriptedServer { [answer] request in
                guard request.method == "POST" else { return [.answer(404, "{}")] }
                return [count.add(1, ordering: .relaxed).newValue == 1 ? .hold : answer]
            }
        }

        private func posts(_ server: ScriptedServer) -> [ScriptedServer.Request] {
            server.requests.filter { $0.method == "POST" }
        }

        /// Asks for one variation of each of three pictures: one is sent, two wait for their place at the server. Then
        /// the program is killed.
        private func leave(_ server: ScriptedServer) throws {
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("a.png  256×256")
            screen.press("   v1\r")
            screen.see("1 running · 2 waiting")
            screen.press("Q")
            screen.see("waiting")
            // All three are in the history before the first of them ends.
            let deadline = ContinuousClock.now + .seconds(20)
            while try rows().count < 3 || posts(server).isEmpty, ContinuousClock.now < deadline { usleep(20_000) }
            screen.signal(SIGKILL)
            #expect(screen.waitForEnd() == -SIGKILL)
        }

        /// The states of all requests in the order of the alphabet: which of two that are begun together is entered first
        /// nobody knows.
        private func rows() throws -> [String] {
            let store = try HistoryStore(directory: riffle.data)
            return try blocking {
                try await store.requests(before: nil, limit: 9).map(\.record.state.rawValue).sorted()
            }
        }

        @Test("after kill -9 what was not sent is sent by the next Riffle, and by one alone; what was sent is not")
        func free() throws {
            let server = try server()
            try configure(server.port, "")
            try leave(server)
            #expect(posts(server).count == 1)
            #expect(try rows() == ["pending", "pending", "running"])
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("Continuing 2 requests from an earlier run")
            let other = try RiffleOnScreen(riffle, ["."])
            other.see("a.png  256×256")
            screen.seeGone("running")
            #expect(try rows() == ["finished", "finished", "interrupted"])
            #expect(posts(server).count == 3)
            #expect(Set(posts(server).compactMap { $0.fields["idempotency-key"] }).count == 3)
            for screen in [screen, other] {
                screen.press("q")
                #expect(screen.waitForEnd() == 0)
            }
        }

        @Test("a paid one waits for the person, who is asked; what they let go is not asked for again")
        func paid() throws {
            let server = try server()
            try configure(server.port, "price = \"0.04 USD\"")
            try leave(server)
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("2 requests to paid backends were not sent: Q lists them")
            screen.press("Q\r")
            screen.see("Send it now?")
            // A hand that was on Enter buys nothing.
            screen.press("\r")
            screen.see("only y sends")
            #expect(posts(server).count == 1)
            screen.press("\r")
            screen.see("Send it now?")
            screen.press("y")
            screen.see("done             1 of 1")
            #expect(posts(server).count == 2)
            screen.see("not sent")
            screen.press("<x")
            screen.seeGone("not sent")
            screen.press("qq")
            #expect(screen.waitForEnd() == 0)
            #expect(try rows() == ["cancelled", "finished", "interrupted"])
        }

        @Test("when the line drops, what runs and what waits is carried to its end without a screen")
        func hangUp() throws {
            let answer = answer
            let dropped = DispatchSemaphore(value: 0)
            let server = try ScriptedServer { _ in
                [
                    .wait {
                        dropped.wait(); dropped.signal()
                    }, answer,
                ]
            }
            try configure(server.port, "")
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("a.png  256×256")
            screen.press("   v1\r")
            screen.see("1 running · 2 waiting")
            screen.signal(SIGHUP)
            dropped.signal()
            #expect(screen.waitForEnd() == 0)
            #expect(try rows() == ["finished", "finished", "finished"])
            #expect(posts(server).count == 3)
        }

        @Test("an unfinished picture of a stream is in the strip while the server is still at work")
        func partials() throws {
            let picture = try Data(contentsOf: URL(filePath: riffle.pictures + "/a.png")).base64EncodedString()
            let event =
                "data: {\"type\":\"image_generation.partial_image\",\"partial_image_index\":0,\"b64_json\":\"\(picture)\"}\n\n"
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
            let server = try ScriptedServer { _ in [.send(Array((head + event).utf8)), .hold] }
            try configure(server.port, "")
            let screen = try RiffleOnScreen(riffle, ["."])
            screen.see("a.png  256×256")
            screen.press("g")
            screen.see("Pictures from a prompt")
            screen.press("an otter")
            screen.press(String(repeating: "\u{1b}[B", count: 6) + "\u{1b}[C")
            screen.press(String(repeating: "\u{1b}[B", count: 5))
            screen.see("▌Partials")
            screen.press("\u{1b}[C\r")
            screen.see("0 of 1")
            screen.seeGone("░░░░")
            screen.see("forming")
            screen.press("qq")
            #expect(screen.waitForEnd() == 0)
        }

        private func blocking<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
            let outcome = Mutex<Result<Value, any Error>?>(nil)
            let done = Semaphore()
            Task.detached {
                do {
                    let value = try await work()
                    outcome.withLock { $0 = .success(value) }
                } catch {
                    outcome.withLock { $0 = .failure(error) }
                }
                done.signal()
            }
            done.wait()
            return try #require(try outcome.withLock { $0 }?.get())
        }
    }
}
