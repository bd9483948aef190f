import FoundationEssentials
import HTTPTypes
import Synchronization

/// Sends one request to a server and reads its answer, with retries if nothing can have been bought.
struct Exchange: Sendable {
    let configuration: OpenAIBackend.Configuration
    let transport: any Transport
    let clock: any Clock<Duration>
    let sending: SendGuard
    let channel: EventChannel

    /// A failure, and the delay before the next attempt; nil: there is none.
    private struct Setback: Error {
        var error: BackendError
        var delay: Double?
    }

    /// Sends a request until there is an answer, and forwards its pictures.
    ///
    /// - Returns: what the answer contains beside its pictures.
    func carryOut(_ call: Call) async throws(BackendError) -> AnswerFacts {
        let outcome = await withTaskGroup(of: Result<AnswerFacts, BackendError>.self) { group in
            group.addTask { await attempts(call) }
            group.addTask {
                try? await clock.sleep(for: .seconds(configuration.totalSeconds))
                return .failure(Task.isCancelled ? .cancelled : .timedOut(seconds: configuration.totalSeconds))
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.cancelled)
        }
        if Task.isCancelled { throw .cancelled }
        return try outcome.get()
    }

    private func attempts(_ call: Call) async -> Result<AnswerFacts, BackendError> {
        var attempt = 0
        while true {
            do throws(Setback) {
                return .success(try await once(call, attempt: attempt))
            } catch {
                guard let delay = error.delay, !Task.isCancelled else { return .failure(error.error) }
                attempt += 1
                channel.post(.exchange(.retrying(attempt: attempt, afterSeconds: delay)))
                do { try await clock.sleep(for: .seconds(delay)) } catch { return .failure(.cancelled) }
            }
        }
    }

    private func once(_ call: Call, attempt: Int) async throws(Setback) -> AnswerFacts {
        let rules = RetryRules(isPaid: configuration.profile.isPaid, isLoopback: configuration.address.isLoopback)
        let mark = SentMark()
        let length = call.body.count
        do throws(BackendError) {
            try await sending.begin()
        } catch {
            throw Setback(error: error, delay: nil)
        }
        var answer: TransportAnswer
        do throws(TransportError) {
            answer = try await transport.send(call.request, body: call.body) { [channel] count in
                mark.set(count)
                channel.post(.exchange(.sent(bytes: count, of: length)))
            }
        } catch {
            var error = error
            // Bytes were sent, so there was a connection, whatever the system's error says.
            if mark.count > 0, case .unreachable = error { error = .connectionLost }
            let isSent = mark.count >= length
            let delay = rules.delay(after: error, isSent: isSent, attempt: attempt, jitter: .random(in: 0...1))
            throw Setback(
                error: error == .connectionLost && !isSent ? .notSent : BackendError(error), delay: delay)
        }
        let head = AnswerHead(answer.head)
        guard answer.head.status.kind == .successful else {
            throw await refusal(answer, head, rules, attempt: attempt)
        }
        answer = sending.keep(answer, from: configuration.address.text)
        let intake = Intake(configuration: configuration, transport: transport, channel: channel, call: call)
        do throws(BackendError) {
            return try await intake.takeIn(answer, head)
        } catch {
            // A free server may make them again; pictures that have arrived are not requested twice.
            let isFree = !configuration.profile.isPaid && !intake.hasHandedOn
            let delay =
                error == .connectionLost && isFree
                ? rules.delay(after: .connectionLost, isSent: true, attempt: attempt, jitter: .random(in: 0...1))
                : nil
            throw Setback(error: error, delay: delay)
        }
    }

    private func refusal(
        _ answer: TransportAnswer, _ head: AnswerHead, _ rules: RetryRules, attempt: Int
    ) async -> Setback {
        let body: [UInt8]
        do throws(TransportError) {
            body = try await answer.beginning(upTo: 64 * 1024)
        } catch {
            return Setback(error: BackendError(error), delay: nil)
        }
        if let redirect = AnswerFault(redirect: answer.head) {
            return Setback(error: .badAnswer(redirect, requestID: head.requestID), delay: nil)
        }
        let message = ServerMessage(body: body, contentType: head.contentType)
        let delay = rules.delay(
            afterStatus: head.status, fields: answer.head.headerFields, code: message.code ?? message.type,
            attempt: attempt, jitter: .random(in: 0...1), now: Date().timeIntervalSince1970)
        return Setback(
            error: .refused(
                status: head.status, message.without(configuration.secrets), requestID: head.requestID),
            delay: delay)
    }
}

/// How much of a request has been given to the connection.
private final class SentMark: Sendable {
    private let bytes = Atomic(0)

    var count: Int { bytes.load(ordering: .relaxed) }

    func set(_ count: Int) { bytes.store(count, ordering: .relaxed) }
}
