/// Follows one job of a stable-diffusion.cpp server to its end.
struct SDCppRun: Sendable {
    let server: SDCppServer
    let clock: any Clock<Duration>
    let channel: EventChannel
    let work: SDCppWork
    let job: String

    /// Questions in a row without an answer, a second apart, after which a server counts as gone.
    private static let patience = 180

    /// Asks every second how the job stands, and hands its pictures on.
    ///
    /// - Returns: how many came.
    func follow() async throws(BackendError) -> Int {
        let end = clock.end(after: .seconds(server.configuration.totalSeconds))
        do throws(BackendError) {
            var silence = 0
            while true {
                do throws(BackendError) {
                    if let came = try await look() { return came }
                    silence = 0
                } catch {
                    // What was made is still there when the line is back.
                    guard error.isPassing, silence < Self.patience else { throw error }
                    silence += 1
                    channel.post(.exchange(.noAnswer))
                }
                if end.isOver { throw .timedOut(seconds: server.configuration.totalSeconds) }
                do { try await clock.sleep(for: .seconds(1)) } catch { throw .cancelled }
            }
        } catch {
            if error == .cancelled || Task.isCancelled { await Task { await server.cancel(job) }.value }
            throw error
        }
    }

    /// - Returns: nil while the job waits or runs.
    private func look() async throws(BackendError) -> Int? {
        guard let (state, pictures) = try await server.job(job, count: work.count) else { throw .workflow(.forgotten) }
        switch state["status"]?.string {
        case "completed":
            for (index, bytes) in pictures.enumerated() {
                guard ImageFormat(magicOf: bytes) != nil else {
                    throw .pictureUnavailable(picture: index, .notAPicture(byteCount: bytes.count))
                }
                await channel.send(
                    .arrived(picture: index, ArrivedImage(bytes: bytes, seed: work.seed + UInt64(index))))
            }
            return pictures.count
        case "failed":
            let message = ServerMessage(
                text: state["error"]?["message"]?.string, code: state["error"]?["code"]?.string)
            throw .workflow(.failed(message.without(server.configuration.secrets)))
        case "cancelled": throw .workflow(.interrupted)
        default:
            if let ahead = state["queue_position"]?.int { channel.post(.exchange(.queued(ahead: ahead))) }
            return nil
        }
    }
}

extension Clock where Duration == Swift.Duration {
    /// A moment after now.
    fileprivate func end(after duration: Duration) -> ClockEnd {
        let end = now.advanced(by: duration)
        return ClockEnd { self.now >= end }
    }
}

/// A moment on a clock of any kind.
private struct ClockEnd {
    let reached: () -> Bool

    var isOver: Bool { reached() }
}
