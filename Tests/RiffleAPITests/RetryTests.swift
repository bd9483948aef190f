import HTTPTypes
import ScriptedServer
import Synchronization
import Testing

@testable import RiffleAPI

@Suite(.timeLimit(.minutes(1))) struct RetryTests {
    private func delay(
        _ status: Int, paid: Bool = true, _ fields: HTTPFields = [:], code: String? = nil, attempt: Int = 0
    ) -> Double? {
        RetryRules(isPaid: paid, isLoopback: false)
            .delay(afterStatus: status, fields: fields, code: code, attempt: attempt, jitter: 0, now: 1000)
    }

    @Test("what the server says it did not do is tried again; what may have been paid for is not")
    func statuses() {
        for status in [408, 409, 429, 503] { #expect(delay(status) == 0.5) }
        for status in [500, 502, 504, 524] {
            #expect(delay(status) == nil)
            #expect(delay(status, paid: false) == 0.5)
        }
        for status in [400, 401, 403, 404, 410, 413, 422, 501] { #expect(delay(status, paid: false) == nil) }
        #expect(delay(429, code: "insufficient_quota") == nil)
        #expect(delay(429, attempt: 1) == 1)
        #expect(delay(429, attempt: 2) == nil)
    }

    @Test("the server's own word on trying again counts, up to two minutes")
    func headers() {
        #expect(delay(500, [.shouldRetry: "true"]) == 0.5)
        #expect(delay(429, [.shouldRetry: "false"]) == nil)
        #expect(delay(429, [.retryAfterMilliseconds: "150", .retryAfter: "7"]) == 0.15)
        #expect(delay(429, [.retryAfter: "1.5"]) == 1.5)
        #expect(delay(429, [.retryAfter: "Thu, 01 Jan 1970 00:17:20 GMT"]) == 40)
        #expect(delay(429, [.retryAfter: "121"]) == nil)
        #expect(delay(429, [.retryAfter: "soon"]) == 0.5)
        #expect(HTTPDate.seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
    }

    @Test("a lost connection is tried again only where the request cannot have been carried out")
    func lost() {
        let delay = { (error: TransportError, paid: Bool, sent: Bool, loopback: Bool) in
            RetryRules(isPaid: paid, isLoopback: loopback).delay(after: error, isSent: sent, attempt: 0, jitter: 1)
        }
        #expect(delay(.connectionLost, true, true, false) == nil)
        #expect(delay(.connectionLost, true, false, false) == 0.375)
        #expect(delay(.connectionLost, false, true, false) == 0.375)
        #expect(delay(.timedOut(seconds: 9), false, true, false) == nil)
        #expect(delay(.unreachable(host: "h", .connectionRefused), true, false, false) == 0.375)
        #expect(delay(.unreachable(host: "h", .connectionRefused), true, false, true) == nil)
        #expect(delay(.unreachable(host: "h", .nameNotFound), true, false, false) == nil)
    }

    private func backend(
        _ transport: StubTransport, _ clock: ManualClock, paid: Bool = true
    ) throws -> OpenAIBackend {
        var profile = ServerProfile(variations: .endpoint)
        profile.isPaid = paid
        return OpenAIBackend(
            .init(name: "stub", address: try ServerAddress("https://host"), profile: profile), transport: transport,
            clock: clock)
    }

    @Test("a busy server is asked again after the wait it asks for, with the same key, and the person is told")
    func again() async throws {
        let count = Mutex(0)
        let transport = StubTransport { _ in
            if count.withLock({
                $0 += 1; return $0
            }) == 1 {
                return .whole("{}".utf8, status: 429, [.retryAfterMilliseconds: "2500"])
            }
            return .text("{\"data\": [{\"b64_json\": \"\(base64(samplePNG()))\"}]}")
        }
        let clock = ManualClock()
        let (events, error) = await events(
            of: try backend(transport, clock).events(of: sampleRequest(settings: sampleSettings(n: 1))))
        #expect(error == nil)
        #expect(events.contains(.exchange(.retrying(attempt: 1, afterSeconds: 2.5))) || transport.sent.count == 2)
        #expect(clock.waits == [.milliseconds(2500)])
        let keys = transport.sent.map { $0.request.headerFields[.idempotencyKey] }
        #expect(keys.count == 2 && keys[0] == keys[1] && keys[0] != nil)
        #expect(transport.sent[0].body == transport.sent[1].body)
        #expect(transport.sent[0].request.headerFields[.clientRequestID] == keys[0])
    }

    @Test(
        "a request that may have been paid for is sent once",
        arguments: [TransportError.connectionLost, .timedOut(seconds: 3)])
    func once(fault: TransportError) async throws {
        let transport = StubTransport { _ throws(TransportError) in throw fault }
        let (_, error) = await events(of: try backend(transport, ManualClock()).events(of: sampleRequest()))
        #expect(error == BackendError(fault))
        #expect(transport.sent.count == 1)
    }

    @Test("a connection that was there is lost, whatever the system calls its end")
    func lostOnTheWay() async throws {
        let fault = TransportError.unreachable(host: "host", .timedOut(seconds: 10))
        let transport = StubTransport { _ throws(TransportError) in throw fault }
        let (_, error) = await events(of: try backend(transport, ManualClock()).events(of: sampleRequest()))
        #expect(error == .connectionLost)
        #expect(transport.sent.count == 1)
    }

    @Test("a server that is not paid for is asked again when it breaks off before the first picture")
    func brokenOff() async throws {
        let transport = StubTransport { _ in .whole("{\"data\": [".utf8, endingIn: .connectionLost) }
        let clock = ManualClock()
        let (_, error) = await events(
            of: try backend(transport, clock, paid: false).events(of: sampleRequest()))
        #expect(error == .connectionLost)
        #expect(transport.sent.count == 3)
        #expect(clock.waits.count == 2)
        let first = "{\"data\": [{\"b64_json\": \"\(base64(samplePNG()))\"}, {"
        let late = StubTransport { _ in .whole(first.utf8, endingIn: .connectionLost) }
        let outcome = await events(of: try backend(late, clock, paid: false).events(of: sampleRequest()))
        #expect(late.sent.count == 1)
        #expect(arrived(outcome.events).count == 1)
    }

    @Test("all of it takes no longer than it may")
    func total() async throws {
        let (held, hold) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        let transport = StubTransport { _ in
            TransportAnswer(head: HTTPResponse(status: .ok), body: held)
        }
        let clock = ManualClock(endless: .seconds(1000))
        let (_, error) = await events(of: try backend(transport, clock).events(of: sampleRequest()))
        #expect(error == .timedOut(seconds: 900))
        hold.finish()
    }
}
