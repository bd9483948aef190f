import FoundationEssentials
import HTTPTypes
import Synchronization

/// Looks after a request while an A1111 server works on it: tells how far it is, and stops it.
///
/// Source: AUTOMATIC1111 stable-diffusion-webui, `modules/api/api.py`, `progressapi` and `interruptapi`. What is told is of
/// whatever the server works on; servers that name the task are believed when it is another.
final class SDAPIWatch: ServerCalls {
    let configuration: OpenAIBackend.Configuration
    let transport: any Transport
    private let clock: any Clock<Duration>
    private let channel: EventChannel
    private let task: String
    private let count: Int
    private let isSent = Mutex(false)

    init(
        configuration: OpenAIBackend.Configuration, transport: any Transport, clock: any Clock<Duration>,
        channel: EventChannel, task: String, count: Int
    ) {
        self.configuration = configuration
        self.transport = transport
        self.clock = clock
        self.channel = channel
        self.task = task
        self.count = count
    }

    /// The same guard, which notes that the request went out.
    func marking(_ sending: SendGuard) -> SendGuard {
        SendGuard(
            willSend: { [self] in
                try await sending.begin()
                isSent.withLock { $0 = true }
            }, received: { sending.keep($0, from: $1) })
    }

    /// Asks every second how far the server is, until the task is cancelled or the server has no such question.
    func follow() async {
        while !Task.isCancelled {
            do { try await clock.sleep(for: .seconds(1)) } catch { return }
            guard isSent.withLock({ $0 }) else { continue }
            do throws(BackendError) {
                tell(try await json(.get, "sdapi/v1/progress"))
            } catch .refused(let status, _, _) where [401, 403, 404, 405, 501].contains(status) {
                return
            } catch {
                continue
            }
        }
    }

    private func tell(_ json: ExactJSON) {
        guard isOurs(json) else { return }
        let done = json["state"]?["job_no"]?.int ?? 0
        guard (0..<count).contains(done) else { return }
        if let fraction = fraction(of: json["state"]) { channel.post(.progress(picture: done, fraction: fraction)) }
        if let text = json["current_image"]?.string,
            let bytes = Data(base64Encoded: text.split(separator: ",").last.map(String.init) ?? "")
        {
            channel.post(.partialFile(picture: done, Array(bytes)))
        }
    }

    /// Steps done of a picture's steps.
    private func fraction(of state: ExactJSON?) -> Double? {
        guard let step = state?["sampling_step"]?.double, let steps = state?["sampling_steps"]?.double, steps > 0 else {
            return nil
        }
        return min(step / steps, 1)
    }

    private func isOurs(_ json: ExactJSON) -> Bool { json["current_task"]?.string.map { $0 == task } ?? true }

    /// Stops the request if it went out and the server does not say that it works on another; in a task of its own, since
    /// the one that asks is cancelled.
    func interrupt() async {
        guard isSent.withLock({ $0 }) else { return }
        await Task {
            if let now = try? await json(.get, "sdapi/v1/progress?skip_current_image=true"), !isOurs(now) { return }
            _ = try? await exchange(.post, "sdapi/v1/interrupt")
        }.value
    }
}
